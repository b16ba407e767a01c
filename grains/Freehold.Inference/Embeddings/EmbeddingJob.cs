using Freehold.Inference.Models;

namespace Freehold.Inference.Embeddings;

/// <summary>A request for embeddings on its way.</summary>
/// <param name="texts">[texts][tokens]</param>
/// <param name="time">For the time in the queue.</param>
/// <param name="cancellationToken">The caller's.</param>
internal sealed class EmbeddingJob(int[][] texts, TimeProvider time, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource<EmbeddingOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _arrivedAt = time.GetTimestamp();
    private readonly float[][] _vectors = new float[texts.Length][];
    private double _queueMs = double.NaN;
    private int _done;

    public Task<EmbeddingOutcome> Outcome => _outcome.Task;

    public bool IsCancelled => cancellationToken.IsCancellationRequested;

    /// <summary>Milliseconds since the request arrived.</summary>
    public double AgeMs => time.GetElapsedTime(_arrivedAt).TotalMilliseconds;

    /// <summary>Embeds as many of the remaining texts as fit in one step; true when all are done.</summary>
    public bool Step(TextEmbedder embedder)
    {
        if (double.IsNaN(_queueMs))
            _queueMs = AgeMs;

        var (count, tokens) = (0, 0);
        while (_done + count < texts.Length && (count == 0 || tokens + texts[_done + count].Length <= embedder.MaxStepTokens))
            tokens += texts[_done + count++].Length;

        var width = embedder.Config.HiddenSize;
        var part = texts.AsSpan(_done, count);
        var vectors = new float[count * width];
        embedder.Embed(Concatenate(part, tokens), Lengths(part), vectors);
        for (var i = 0; i < count; i++)
            _vectors[_done++] = Normalised(vectors.AsSpan(i * width, width));
        return _done == texts.Length;
    }

    public void Complete() => _outcome.TrySetResult(new EmbeddingsMade(_vectors, texts.Sum(text => text.Length), _queueMs));

    public void Cancel() => _outcome.TrySetCanceled(cancellationToken);

    public void Fail(Exception exception) => _outcome.TrySetException(exception);

    private static int[] Concatenate(ReadOnlySpan<int[]> texts, int tokens)
    {
        var all = new int[tokens];
        var at = 0;
        foreach (var text in texts)
        {
            text.CopyTo(all, at);
            at += text.Length;
        }

        return all;
    }

    private static int[] Lengths(ReadOnlySpan<int[]> texts)
    {
        var lengths = new int[texts.Length];
        for (var i = 0; i < lengths.Length; i++)
            lengths[i] = texts[i].Length;
        return lengths;
    }

    private static float[] Normalised(ReadOnlySpan<float> vector)
    {
        var squares = 0.0;
        foreach (var value in vector)
            squares += (double)value * value;
        var scale = squares > 0 ? 1 / Math.Sqrt(squares) : 0;
        var normalised = new float[vector.Length];
        for (var i = 0; i < normalised.Length; i++)
            normalised[i] = (float)(vector[i] * scale);
        return normalised;
    }
}
