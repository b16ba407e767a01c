using Freehold.Inference.Kernels;

namespace Freehold.Inference.Models.Llama;

/// <summary>
/// Llama 2 (Touvron et al. 2023, arXiv:2307.09288): RMSNorm before each half-layer, rotary positions, grouped-query attention, SwiGLU.
/// </summary>
internal sealed class LlamaModel : LanguageModel
{
    private readonly LlamaWeights _weights;
    private readonly KvStorage _storage;
    private readonly LlamaScratch _scratch;
    private readonly LlamaAttention _attention;
    private readonly MatMul _matMul;
    private readonly Rope _rope;

    public LlamaModel(LlamaWeights weights, ModelRuntime runtime, string file)
        : base(weights.Config)
    {
        _storage = new KvStorage(Config, runtime.MaxKvBlocks, file);
        _weights = weights;
        _rope = new Rope(Config);
        _scratch = new LlamaScratch(Config, runtime.MaxBatchTokens, _rope.Pairs);
        _attention = new LlamaAttention(Config, runtime.Team, _storage);
        _matMul = new MatMul(runtime.Team, Math.Max(Config.HiddenSize, Math.Max(Config.QuerySize, Config.FeedForwardSize)));
    }

    public override void Forward(ForwardBatch batch)
    {
        _storage.Prepare(batch);
        Embed(batch);
        for (var i = 0; i < _weights.Layers.Length; i++)
        {
            Attend(batch, _weights.Layers[i], i);
            FeedForward(batch, _weights.Layers[i]);
        }

        WriteLogits(batch);
    }

    private void Embed(ForwardBatch batch)
    {
        for (var t = 0; t < batch.Count; t++)
        {
            _weights.Embedding.DecodeRow(batch.Token(t), Row(_scratch.Residual, t, Config.HiddenSize));
            _rope.Angles(batch.Position(t), Row(_scratch.Cos, t, _rope.Pairs), Row(_scratch.Sin, t, _rope.Pairs));
        }
    }

    private void Attend(ForwardBatch batch, LlamaLayer layer, int index)
    {
        var s = _scratch;
        Normalise(batch.Count, layer.AttentionNorm);
        _matMul.Run(s.Normed, batch.Count, layer.Query, s.Query, layer.Key, s.Key, layer.Value, s.Value);
        for (var t = 0; t < batch.Count; t++)
        {
            var cos = Row(s.Cos, t, _rope.Pairs);
            var sin = Row(s.Sin, t, _rope.Pairs);
            _rope.Apply(Row(s.Query, t, Config.QuerySize), cos, sin);
            _rope.Apply(Row(s.Key, t, Config.KvSize), cos, sin);
            Store(batch, t, index);
        }

        _attention.Run(batch, s, index);
        _matMul.Run(s.Attended, batch.Count, layer.Output, s.Delta);
        Elementwise.Add(s.Residual.AsSpan(0, batch.Count * Config.HiddenSize), s.Delta);
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

    private void FeedForward(ForwardBatch batch, LlamaLayer layer)
    {
        var s = _scratch;
        Normalise(batch.Count, layer.FeedForwardNorm);
        _matMul.Run(s.Normed, batch.Count, layer.Gate, s.Gate, layer.Up, s.Up);
        for (var t = 0; t < batch.Count; t++)
            Elementwise.SwiGlu(Row(s.Gate, t, Config.FeedForwardSize), Row(s.Up, t, Config.FeedForwardSize));
        _matMul.Run(s.Gate, batch.Count, layer.Down, s.Delta);
        Elementwise.Add(s.Residual.AsSpan(0, batch.Count * Config.HiddenSize), s.Delta);
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
    }

    private void Normalise(int tokens, float[] weight)
    {
        for (var t = 0; t < tokens; t++)
        {
            RmsNorm.Apply(
                Row(_scratch.Residual, t, Config.HiddenSize), weight, Config.NormEpsilon, Row(_scratch.Normed, t, Config.HiddenSize));
        }
    }

    private static Span<float> Row(float[] rows, int index, int width) => rows.AsSpan(index * width, width);
}
