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
    private readonly TokenJob _embed;
    private readonly TokenJob _turn;
    private readonly TokenJob _endAttention;
    private readonly TokenJob _activate;
    private readonly TokenJob _endFeedForward;
    private ForwardBatch _batch = null!;
    private int _index;

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
        _embed = new TokenJob(runtime.Team, 2 * Config.HiddenSize, Embed);
        _turn = new TokenJob(runtime.Team, 2 * Config.QuerySize + 3 * Config.KvSize, Turn);
        _endAttention = new TokenJob(runtime.Team, 3 * Config.HiddenSize, EndAttention);
        _activate = new TokenJob(runtime.Team, 4 * Config.FeedForwardSize, Activate);
        _endFeedForward = new TokenJob(runtime.Team, 3 * Config.HiddenSize, EndFeedForward);
    }

    private DecoderLayer Layer => _weights.Layers[_index];

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
        _batch = batch;
        _storage.Prepare(batch);
        _embed.Run(batch.Count);
        for (_index = 0; _index < _weights.Layers.Length; _index++)
        {
            Attend(batch);
            FeedForward(batch);
        }
    }

    public override LoraAdapter BindAdapter(PeftFolder folder, CancellationToken cancellationToken) => _binder.Bind(folder, cancellationToken);

    public override bool Accepts(LoraAdapter adapter) => adapter.IsFor(_weights);

    private void Attend(ForwardBatch batch)
    {
        var (s, layer) = (_scratch, Layer);
        Project(batch, s.Normed, layer.Query, s.Query, layer.Key, s.Key, layer.Value, s.Value);
        _turn.Run(batch.Count);
        _attention.Run(batch, s, _index, layer.Traits.WindowTokens);
        Project(batch, s.Attended, layer.Output, s.Delta);
        _endAttention.Run(batch.Count);
    }

    private void FeedForward(ForwardBatch batch)
    {
        var (s, layer) = (_scratch, Layer);
        Project(batch, s.Normed, layer.Gate, s.Gate, layer.Up, s.Up);
        _activate.Run(batch.Count);
        Project(batch, s.Gate, layer.Down, s.Delta);
        _endFeedForward.Run(batch.Count);
    }

    private void Embed(int token)
    {
        var residual = Row(_scratch.Residual, token, Config.HiddenSize);
        _weights.Embedding.DecodeRow(_batch.Token(token), residual);
        if (_traits.EmbeddingScale != 1f)
            Elementwise.Scale(residual, _traits.EmbeddingScale);
        for (var r = 0; r < _ropes.Length; r++)
        {
            var pairs = _ropes[r].Pairs;
            _ropes[r].Angles(_batch.Position(token), Row(_scratch.Cos[r], token, pairs), Row(_scratch.Sin[r], token, pairs));
        }

        Normalise(token, _weights.Layers[0].AttentionNorm);
    }

    // Queries and keys by their positions; then key and value into the cache.
    private void Turn(int token)
    {
        var (layer, rope) = (Layer, _ropes[Layer.Rope]);
        var query = Row(_scratch.Query, token, Config.QuerySize);
        var key = Row(_scratch.Key, token, Config.KvSize);
        NormaliseHeads(query, layer.QueryNorm);
        NormaliseHeads(key, layer.KeyNorm);
        var cos = Row(_scratch.Cos[layer.Rope], token, rope.Pairs);
        var sin = Row(_scratch.Sin[layer.Rope], token, rope.Pairs);
        rope.Apply(query, cos, sin);
        rope.Apply(key, cos, sin);
        Store(token);
    }

    private void Store(int token)
    {
        var block = _batch.Block(token);
        var at = _batch.Position(token) % KvBlockPool.BlockTokens * Config.HeadSize;
        for (var head = 0; head < Config.KvHeadCount; head++)
        {
            var from = token * Config.KvSize + head * Config.HeadSize;
            _scratch.Key.AsSpan(from, Config.HeadSize).CopyTo(_storage.Keys(block, _index, head)[at..]);
            _scratch.Value.AsSpan(from, Config.HeadSize).CopyTo(_storage.Values(block, _index, head)[at..]);
        }
    }

    private void EndAttention(int token)
    {
        AddDelta(token, Layer.AttentionPostNorm);
        Normalise(token, Layer.FeedForwardNorm);
    }

    private void Activate(int token)
    {
        var gate = Row(_scratch.Gate, token, Config.FeedForwardSize);
        var up = Row(_scratch.Up, token, Config.FeedForwardSize);
        if (_traits.Activation == GateActivation.Silu)
            Elementwise.SwiGlu(gate, up);
        else
            Elementwise.GegluTanh(gate, up);
    }

    private void EndFeedForward(int token)
    {
        AddDelta(token, Layer.FeedForwardPostNorm);
        if (_index + 1 < _weights.Layers.Length)
            Normalise(token, _weights.Layers[_index + 1].AttentionNorm);
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

    private void Normalise(int token, float[] weight) => RmsNorm.Apply(
        Row(_scratch.Residual, token, Config.HiddenSize), weight, Config.NormEpsilon, Row(_scratch.Normed, token, Config.HiddenSize));

    private void NormaliseHeads(Span<float> heads, float[]? weight)
    {
        if (weight is null)
            return;
        for (var at = 0; at < heads.Length; at += weight.Length)
            RmsNorm.Apply(heads.Slice(at, weight.Length), weight, Config.NormEpsilon, heads.Slice(at, weight.Length));
    }

    private void AddDelta(int token, float[]? postNorm)
    {
        var delta = Row(_scratch.Delta, token, Config.HiddenSize);
        if (postNorm is not null)
            RmsNorm.Apply(delta, postNorm, Config.NormEpsilon, delta);
        Elementwise.Add(Row(_scratch.Residual, token, Config.HiddenSize), delta);
    }

    private static Span<float> Row(float[] rows, int index, int width) => rows.AsSpan(index * width, width);
}
