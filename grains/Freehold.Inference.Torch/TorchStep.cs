using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;
using Freehold.Inference.Models;
using static TorchSharp.torch;

namespace Freehold.Inference.Torch;

/// <summary>What every layer of a step needs, brought to the device once. Its tensors belong to the step's dispose scope.</summary>
internal sealed class TorchStep
{
    public TorchStep(ForwardBatch batch, ModelConfig config, Rope[] ropes, TorchAdapters adapters, TorchPlace place)
    {
        var plan = StepPlan.Of(batch);
        Tokens = Upload(token => batch.Token(token));
        Slots = Upload(token =>
            (long)batch.Block(token) * KvBlockPool.BlockTokens + batch.Position(token) % KvBlockPool.BlockTokens);
        var positions = Array.ConvertAll(plan.Order, batch.Position);
        Rotations = Array.ConvertAll(ropes, rope => new TorchRotation(positions, rope, place.Device));
        Groups = [.. plan.Groups.Select(group => new TorchGroup(group, config, place))];
        Adapters = adapters.Of(batch, plan.Order);
        LogitTokens = LogitTokensOf(batch, plan, place);

        Tensor Upload(Converter<int, long> value) => tensor(Array.ConvertAll(plan.Order, value), device: place.Device);
    }

    /// <summary>[tokens] token ids</summary>
    public Tensor Tokens { get; }

    /// <summary>[tokens] where each token's key and value go</summary>
    public Tensor Slots { get; }

    /// <summary>One for each rotary embedding of the model.</summary>
    public TorchRotation[] Rotations { get; }

    /// <summary>Sequences whose attention is one call, in the order of the tokens.</summary>
    public TorchGroup[] Groups { get; }

    /// <summary>The adapters of the step, each with its tokens.</summary>
    public IReadOnlyList<TorchAdapterTokens> Adapters { get; }

    /// <summary>[logits] the tokens that want logits, in the order of the batch's rows; null where none does</summary>
    public Tensor? LogitTokens { get; }

    private static Tensor? LogitTokensOf(ForwardBatch batch, StepPlan plan, TorchPlace place)
    {
        if (batch.LogitCount == 0)
            return null;

        var tokens = new long[batch.LogitCount];
        for (var t = 0; t < plan.Order.Length; t++)
        {
            if (batch.LogitRow(plan.Order[t]) is >= 0 and var row)
                tokens[row] = t;
        }

        return tensor(tokens, device: place.Device);
    }
}
