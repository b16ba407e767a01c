using Freehold.Inference.Adapters;
using Freehold.Inference.Kernels;
using Freehold.Inference.Models;

namespace Freehold.Inference;

/// <summary>One sequence run directly on a model: prompt in, logits out. For tests and tools; requests go through an engine.</summary>
public sealed class ModelSession : IDisposable
{
    private readonly LoadedModel _model;
    private readonly KvCache _cache;
    private readonly ForwardBatch _batch;

    internal ModelSession(LoadedModel model, LoraAdapter? adapter)
    {
        _model = model;
        _cache = new KvCache(model.KvPool, model.Info.ContextLengthTokens, adapter);
        _batch = new ForwardBatch(model.Options.MaxBatchTokens, model.Info.VocabularySize);
    }

    /// <summary>Tokens taken in so far.</summary>
    public int Length => _cache.Length;

    /// <summary>Takes tokens in and returns the logits after each: [tokens][VocabularySize].</summary>
    public float[][] Logits(params ReadOnlySpan<int> ids)
    {
        var logits = new float[ids.Length][];
        for (var start = 0; start < ids.Length; start += _batch.Capacity)
        {
            var part = ids[start..Math.Min(ids.Length, start + _batch.Capacity)];
            Forward(part, allLogits: true);
            for (var i = 0; i < part.Length; i++)
                logits[start + i] = _batch.Logits(i).ToArray();
        }

        return logits;
    }

    /// <summary>
    /// Takes tokens in and returns the logits after the last: [VocabularySize], valid until the next call. Allocates nothing once warm.
    /// </summary>
    public ReadOnlySpan<float> Append(params ReadOnlySpan<int> ids)
    {
        if (ids.IsEmpty)
            throw new ArgumentException("Give at least one token.", nameof(ids));
        for (var start = 0; start < ids.Length; start += _batch.Capacity)
            Forward(ids[start..Math.Min(ids.Length, start + _batch.Capacity)], allLogits: false);
        return _batch.Logits(0);
    }

    /// <summary>Takes a prompt in and continues it with the most likely token each time.</summary>
    /// <returns>The continuation, without the prompt: [count]</returns>
    public int[] Greedy(ReadOnlySpan<int> prompt, int count)
    {
        var continuation = new int[count];
        var logits = Append(prompt);
        for (var i = 0; i < count; i++)
        {
            continuation[i] = LogSoftmax.ArgMax(logits);
            if (i + 1 < count)
                logits = Append(continuation[i]);
        }

        return continuation;
    }

    /// <summary>Gives the cache back.</summary>
    public void Dispose() => _cache.Release();

    private void Forward(ReadOnlySpan<int> ids, bool allLogits)
    {
        _batch.Clear();
        for (var i = 0; i < ids.Length; i++)
            _batch.Add(_cache, ids[i], allLogits || i == ids.Length - 1);
        _model.Network.Forward(_batch);
    }
}
