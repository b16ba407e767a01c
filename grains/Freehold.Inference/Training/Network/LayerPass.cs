using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;
using Freehold.Inference.Training.Kernels;

namespace Freehold.Inference.Training.Network;

/// <summary>One layer, forward and backward. See <see cref="Models.Decoder.DecoderTraits"/> for what a layer computes.</summary>
internal sealed class LayerPass(
    ModelConfig config, NetworkScratch scratch, LinearPass linear, NormPass norm, CausalAttention attention, RowLoop loop, Action pause)
{
    private readonly int _hidden = config.HiddenSize, _wide = config.FeedForwardSize, _query = config.QuerySize, _kv = config.KvSize;

    /// <summary>output = layer(kept.Input).</summary>
    /// <param name="layer">Weights.</param>
    /// <param name="rotary">Turns its heads.</param>
    /// <param name="batch">Places of the tokens.</param>
    /// <param name="kept">What goes in, and what is kept.</param>
    /// <param name="output">[rows, hidden]</param>
    public void Forward(NetworkLayer layer, RotaryPass rotary, TrainingBatch batch, LayerActivations kept, FloatBuffer output)
    {
        var rows = batch.Rows;
        norm.Forward(kept.Input, layer.AttentionNorm, rows, _hidden, scratch.Normed);
        linear.Forward(layer.Query, scratch.Normed, rows, kept.PlainQuery ?? kept.Query);
        linear.Forward(layer.Key, scratch.Normed, rows, kept.PlainKey ?? kept.Key);
        linear.Forward(layer.Value, scratch.Normed, rows, kept.Value);
        NormaliseHeads(layer, kept, rows);
        rotary.Forward(batch.Positions, kept.Query, _query);
        rotary.Forward(batch.Positions, kept.Key, _kv);
        pause();
        attention.Forward(Task(layer, batch, kept));
        Copy(kept.Input, kept.Middle, rows);
        linear.Forward(layer.Output, kept.Attended, rows, kept.Middle, accumulate: true);

        pause();
        norm.Forward(kept.Middle, layer.FeedForwardNorm, rows, _hidden, scratch.Normed);
        linear.Forward(layer.Gate, scratch.Normed, rows, kept.Gate);
        linear.Forward(layer.Up, scratch.Normed, rows, kept.Up);
        Activate(kept, rows);
        Copy(kept.Middle, output, rows);
        linear.Forward(layer.Down, scratch.Activated, rows, output, accumulate: true);
    }

    /// <summary>Turns scratch.Gradient, by the layer's output, into that by its input, and adds to the gradients of what is trained.</summary>
    /// <param name="layer">Weights.</param>
    /// <param name="rotary">Turns its heads.</param>
    /// <param name="batch">Places of the tokens.</param>
    /// <param name="kept">What the forward pass kept.</param>
    /// <param name="isLowest">Nothing below is trained: the gradient by the input is not computed.</param>
    public void Backward(NetworkLayer layer, RotaryPass rotary, TrainingBatch batch, LayerActivations kept, bool isLowest)
    {
        FeedForwardBackward(layer, kept, batch.Rows);
        pause();
        AttentionBackward(layer, rotary, batch, kept, isLowest);
    }

    private void FeedForwardBackward(NetworkLayer layer, LayerActivations kept, int rows)
    {
        var (gradient, gateGradient) = (scratch.Gradient, scratch.GateGradient);
        Activate(kept, rows);
        linear.Backward(layer.Down, scratch.Activated, gradient, rows, gateGradient);
        loop.Run(rows, 8L * _wide, row => SwiGluBackward.Run(
            kept.Gate.Row(row, _wide), kept.Up.Row(row, _wide), gateGradient.Row(row, _wide), scratch.UpGradient.Row(row, _wide)));
        norm.Forward(kept.Middle, layer.FeedForwardNorm, rows, _hidden, scratch.Normed);
        linear.Backward(layer.Gate, scratch.Normed, gateGradient, rows, scratch.NormedGradient);
        linear.Backward(layer.Up, scratch.Normed, scratch.UpGradient, rows, scratch.NormedGradient, accumulate: true);
        norm.Backward(kept.Middle, layer.FeedForwardNorm, rows, _hidden, scratch.NormedGradient, gradient);
    }

    private void AttentionBackward(NetworkLayer layer, RotaryPass rotary, TrainingBatch batch, LayerActivations kept, bool isLowest)
    {
        var (rows, s) = (batch.Rows, scratch);
        linear.Backward(layer.Output, kept.Attended, s.Gradient, rows, s.AttendedGradient);
        attention.Backward(Task(layer, batch, kept));
        pause();
        rotary.Backward(batch.Positions, s.QueryGradient, _query);
        rotary.Backward(batch.Positions, s.KeyGradient, _kv);
        // By then the gradient by the attended values is used up.
        var queryGradient = HeadsBackward(layer.QueryNorm, kept.PlainQuery, s.QueryGradient, s.AttendedGradient, rows, _query);
        var keyGradient = HeadsBackward(layer.KeyNorm, kept.PlainKey, s.KeyGradient, s.PlainKeyGradient, rows, _kv);
        norm.Forward(kept.Input, layer.AttentionNorm, rows, _hidden, s.Normed);
        var below = isLowest ? null : s.NormedGradient;
        linear.Backward(layer.Query, s.Normed, queryGradient, rows, below);
        linear.Backward(layer.Key, s.Normed, keyGradient, rows, below, accumulate: true);
        linear.Backward(layer.Value, s.Normed, s.ValueGradient, rows, below, accumulate: true);
        norm.Backward(kept.Input, layer.AttentionNorm, rows, _hidden, s.NormedGradient, isLowest ? null : s.Gradient);
    }

    private void NormaliseHeads(NetworkLayer layer, LayerActivations kept, int rows)
    {
        var size = config.HeadSize;
        if (layer.QueryNorm is { } queryNorm)
            norm.Forward(kept.PlainQuery!, queryNorm, rows * config.HeadCount, size, kept.Query);
        if (layer.KeyNorm is { } keyNorm)
            norm.Forward(kept.PlainKey!, keyNorm, rows * config.KvHeadCount, size, kept.Key);
    }

    private FloatBuffer HeadsBackward(
        NetworkVector? weight, FloatBuffer? plain, FloatBuffer gradient, FloatBuffer? plainGradient, int rows, int width)
    {
        if (weight is null)
            return gradient;
        plainGradient!.Slice(0, rows * width).Clear();
        norm.Backward(plain!, weight, rows * width / config.HeadSize, config.HeadSize, gradient, plainGradient);
        return plainGradient;
    }

    private void Activate(LayerActivations kept, int rows) => loop.Run(rows, 4L * _wide, row =>
    {
        var activated = scratch.Activated.Row(row, _wide);
        kept.Gate.Row(row, _wide).CopyTo(activated);
        Elementwise.SwiGlu(activated, kept.Up.Row(row, _wide));
    });

    private void Copy(FloatBuffer from, FloatBuffer to, int rows) => from.Slice(0, rows * _hidden).CopyTo(to.Slice(0, rows * _hidden));

    private AttentionTask Task(NetworkLayer layer, TrainingBatch batch, LayerActivations kept) => new(
        batch.SequenceStarts, layer.Traits.WindowTokens, kept.Query, kept.Key, kept.Value, kept.Attended, kept.LogSumExp)
    {
        OutputGradient = scratch.AttendedGradient,
        QueryGradient = scratch.QueryGradient,
        KeyGradient = scratch.KeyGradient,
        ValueGradient = scratch.ValueGradient,
    };
}
