using Freehold.Inference.Formats;

namespace Freehold.Inference.Models.Decoder;

/// <summary>
/// Embeds texts by a decoder: its last layer's normalised vectors, pooled. One text at a time, in parts of a step's size.
/// </summary>
internal sealed class DecoderEmbedder : TextEmbedder
{
    private readonly DecoderModel _model;
    private readonly KvBlockPool _pool;
    private readonly ForwardBatch _batch;
    private readonly float[] _hidden;

    public DecoderEmbedder(DecoderModel model, ModelRuntime runtime)
        : base(model.Config, runtime.MaxContextTokens(model.Config))
    {
        _model = model;
        _pool = new KvBlockPool(runtime.MaxKvBlocks);
        _batch = new ForwardBatch(runtime.MaxBatchTokens, Config.VocabularySize);
        _hidden = new float[checked(runtime.MaxBatchTokens * Config.HiddenSize)];
    }

    public override int MaxStepTokens => MaxTextTokens;

    public override void Embed(ReadOnlySpan<int> tokens, ReadOnlySpan<int> lengths, Span<float> vectors)
    {
        vectors.Clear();
        var start = 0;
        for (var i = 0; i < lengths.Length; i++)
        {
            EmbedOne(tokens.Slice(start, lengths[i]), vectors.Slice(i * Config.HiddenSize, Config.HiddenSize));
            start += lengths[i];
        }
    }

    private void EmbedOne(ReadOnlySpan<int> text, Span<float> vector)
    {
        var cache = new KvCache(_pool, text.Length);
        try
        {
            for (var start = 0; start < text.Length; start += _batch.Capacity)
            {
                _batch.Clear();
                var part = text[start..Math.Min(text.Length, start + _batch.Capacity)];
                foreach (var token in part)
                    _batch.Add(cache, token, wantsLogits: false);
                var hidden = _hidden.AsSpan(0, part.Length * Config.HiddenSize);
                _model.ForwardHidden(_batch, hidden);
                Pooling.Add(Config.Pooling ?? EmbeddingPooling.Mean, hidden, start, text.Length, vector);
            }
        }
        finally
        {
            cache.Release();
        }
    }
}
