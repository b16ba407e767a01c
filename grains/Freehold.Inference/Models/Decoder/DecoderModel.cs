using Freehold.Inference.Adapters;
using Freehold.Inference.Kernels;

namespace Freehold.Inference.Models.Decoder;

/// <summary>Runs any decoder that <see cref="DecoderTraits"/> describes, on the CPU.</summary>
internal sealed class DecoderModel : LanguageModel
{
    private readonly DecoderWeights _weights;
    private readonly DecoderTraits _traits;
    private readonly KvStorage _storage;
    private readonly DecoderScratch _scratch;
    private readonly DecoderAttention _attention;
    private readonly MatMul _matMul;
    private readonly LoraJob _adapters;
    private readonly LoraBinder _binder;
    private readonly Rope[] _ropes;

    public DecoderModel(DecoderWeights weights, ModelRuntime runtime, string file)
        : base(weights.Config)
    {
        _weights = weights;
        _traits = weights.Traits;
        _storage = new KvStorage(Config, runtime.MaxKvBlocks, file);
        _ropes = [.. weights.Ropes.Select(frequencies => new Rope(frequencies, Config.HeadSize))];
        _scratch = new DecoderScratch(Config, runtime.MaxBatchTokens, _ropes);
        _attention = new DecoderAttention(Config, runtime.Team, _storage);
        _adapters = new LoraJob(runtime.Team);
        _binder = new LoraBinder(weights, ModelFamilies.Require(file, Config.Family, "configuration"));
        _matMul = new MatMul(runtime.Team);
    }

    public override void Forward(ForwardBatch batch)
    {
        RunLayers(batch);
        WriteLogits(batch);
    }

    /// <summary>Runs the batch and writes what its tokens would make logits of.</summary>
    /// <param name="batch">The step.</param>
    /// <param name="hidden">[tokens, hidden] last layer's vectors, normalised</param>
    public void ForwardHidden(ForwardBatch batch, Span<float> hidden)
    {
        RunLayers(batch);
        for (var t = 0; t < batch.Count; t++)
        {
            RmsNorm.Apply(
                Row(_scratch.Residual, t, Config.HiddenSize), _weights.OutputNorm, Config.NormEpsilon,
                hidden.Slice(t * Config.HiddenSize, Config.HiddenSize));
        }
    }

    private void RunLayers(ForwardBatch batch)
    {
        _storage.Prepare(batch);
        Embed(batch);
        for (var i = 0; i < _weights.Layers.Length; i++)
        {
            Attend(batch, _weights.Layers[i], i);
            FeedForward(batch, _weights.Layers[i]);
        }
    }

    public override LoraAdapter BindAdapter(PeftFolder folder, CancellationToken cancellationToken) => _binder.Bind(folder, cancellationToken);

    public override bool Accepts(LoraAdapter adapter) => adapter.IsFor(_weights);

    private void Embed(ForwardBatch batch)
    {
        for (var t = 0; t < batch.Count; t++)
        {
            var residual = Row(_scratch.Residual, t, Config.HiddenSize);
            _weights.Embedding.DecodeRow(batch.Token(t), residual);
            if (_traits.EmbeddingScale != 1f)
                Elementwise.Scale(residual, _traits.EmbeddingScale);
            for (var r = 0; r < _ropes.Length; r++)
            {
                var pairs = _ropes[r].Pairs;
                _ropes[r].Angles(batch.Position(t), Row(_scratch.Cos[r], t, pairs), Row(_scratch.Sin[r], t, pairs));
            }
        }
    }

    private void Attend(ForwardBatch batch, DecoderLayer layer, int index)
    {
        var s = _scratch;
        Normalise(batch.Count, layer.AttentionNorm);
        Project(batch, s.Normed, layer.Query, s.Query, layer.Key, s.Key, layer.Value, s.Value);
        var rope = _ropes[layer.Rope];
        for (var t = 0; t < batch.Count; t++)
        {
            var query = Row(s.Query, t, Config.QuerySize);
            var key = Row(s.Key, t, Config.KvSize);
            NormaliseHeads(query, layer.QueryNorm);
            NormaliseHeads(key, layer.KeyNorm);
            var cos = Row(s.Cos[layer.Rope], t, rope.Pairs);
            var sin = Row(s.Sin[layer.Rope], t, rope.Pairs);
            rope.Apply(query, cos, sin);
            rope.Apply(key, cos, sin);
            Store(batch, t, index);
        }

        _attention.Run(batch, s, index, layer.Traits.WindowTokens);
        Project(batch, s.Attended, layer.Output, s.Delta);
        AddDelta(batch.Count, layer.AttentionPostNorm);
    }

    private void Store(ForwardBatch batch, int token, int layer)
    {
        var block = batch.Block(token);
        var at = batch.Position(token) % KvBlockPool.BlockTokens * Config.HeadSize;
        for (var head = 0; head < Config.KvHeadCount; head++)
        {
            var from = token * Config.KvSize + head * Config.HeadSize;
            _scratch.Key.AsSpan(from, Config.HeadSize).CopyTo(_storage.Keys(block, layer, head)[at..]);
            _scratch.Value.AsSpan(from, Config.HeadSize).CopyTo(_storage.Values(block, layer, head)[at..]);
        }
    }

    private void FeedForward(ForwardBatch batch, DecoderLayer layer)
    {
        var s = _scratch;
        Normalise(batch.Count, layer.FeedForwardNorm);
        Project(batch, s.Normed, layer.Gate, s.Gate, layer.Up, s.Up);
        // Token by token: one span over all would put the ends of vectors elsewhere in every batch, and change last bits with them.
        for (var t = 0; t < batch.Count; t++)
            Activate(Row(s.Gate, t, Config.FeedForwardSize), Row(s.Up, t, Config.FeedForwardSize));
        Project(batch, s.Gate, layer.Down, s.Delta);
        AddDelta(batch.Count, layer.FeedForwardPostNorm);
    }

    private void Activate(Span<float> gate, ReadOnlySpan<float> up)
    {
        if (_traits.Activation == GateActivation.Silu)
            Elementwise.SwiGlu(gate, up);
        else
            Elementwise.GegluTanh(gate, up);
    }

    private void WriteLogits(ForwardBatch batch)
    {
        if (batch.LogitCount == 0)
            return;

        for (var t = 0; t < batch.Count; t++)
        {
            if (batch.LogitRow(t) is >= 0 and var row)
            {
                RmsNorm.Apply(
                    Row(_scratch.Residual, t, Config.HiddenSize), _weights.OutputNorm, Config.NormEpsilon,
                    Row(_scratch.Normed, row, Config.HiddenSize));
            }
        }

        batch.EnsureLogitBuffer();
        _matMul.Run(_scratch.Normed, batch.LogitCount, _weights.Output, batch.LogitBuffer);
        if (_traits.LogitSoftCap != 0)
            Elementwise.SoftCap(batch.LogitBuffer.AsSpan(0, batch.LogitCount * Config.VocabularySize), _traits.LogitSoftCap);
    }

    /// <summary>
    /// Up to three products of the same activations, [batch.Count, columns] each: the one way of every product but the logits', which
    /// adapters do not address.
    /// </summary>
    private void Project(
        ForwardBatch batch, float[] input, LinearLayer a, float[] outputA, LinearLayer? b = null, float[]? outputB = null,
        LinearLayer? c = null, float[]? outputC = null)
    {
        _matMul.Run(input, batch.Count, a.Weights, outputA, b?.Weights, outputB, c?.Weights, outputC);
        AddBias(batch.Count, a, outputA);
        if (b is not null)
            AddBias(batch.Count, b, outputB!);
        if (c is not null)
            AddBias(batch.Count, c, outputC!);
        _adapters.Run(batch, input, a, outputA, b, outputB, c, outputC);
    }

    private static void AddBias(int tokens, LinearLayer linear, float[] output)
    {
        if (linear.Bias is not { } bias)
            return;
        for (var t = 0; t < tokens; t++)
            Elementwise.Add(Row(output, t, bias.Length), bias);
    }

    private void Normalise(int tokens, float[] weight)
    {
        for (var t = 0; t < tokens; t++)
        {
            RmsNorm.Apply(
                Row(_scratch.Residual, t, Config.HiddenSize), weight, Config.NormEpsilon, Row(_scratch.Normed, t, Config.HiddenSize));
        }
    }

    private void NormaliseHeads(Span<float> heads, float[]? weight)
    {
        if (weight is null)
            return;
        for (var at = 0; at < heads.Length; at += weight.Length)
            RmsNorm.Apply(heads.Slice(at, weight.Length), weight, Config.NormEpsilon, heads.Slice(at, weight.Length));
    }

    private void AddDelta(int tokens, float[]? postNorm)
    {
        for (var t = 0; t < tokens; t++)
        {
            var delta = Row(_scratch.Delta, t, Config.HiddenSize);
            if (postNorm is not null)
                RmsNorm.Apply(delta, postNorm, Config.NormEpsilon, delta);
            Elementwise.Add(Row(_scratch.Residual, t, Config.HiddenSize), delta);
        }
    }

    private static Span<float> Row(float[] rows, int index, int width) => rows.AsSpan(index * width, width);
}
