namespace Freehold.Inference.Kernels;

/// <summary>
/// One head of attention over a cache in blocks, with a running softmax (Milakov and Gimelshein 2018, arXiv:1805.02867): no buffer grows
/// with the context.
/// </summary>
internal static class AttentionKernel
{
    /// <summary>Begins a head: nothing seen yet.</summary>
    public static RunningSoftmax Begin(Span<float> output)
    {
        output.Clear();
        return new RunningSoftmax(float.NegativeInfinity, 0f);
    }

    /// <summary>Takes one block of positions into account.</summary>
    /// <param name="query">[headSize], already scaled by 1/sqrt(headSize)</param>
    /// <param name="keys">[positions, stride]; a position's key is its first headSize numbers</param>
    /// <param name="values">[positions, stride], likewise</param>
    /// <param name="stride">Numbers from one position to the next.</param>
    /// <param name="positions">Positions in the block.</param>
    /// <param name="state">What came before.</param>
    /// <param name="output">[headSize], sum of weighted values so far</param>
    /// <param name="scores">[positions], scratch</param>
    /// <param name="softCap">cap * tanh(score / cap) on each score; 0: none</param>
    public static RunningSoftmax AddBlock(
        ReadOnlySpan<float> query, ReadOnlySpan<float> keys, ReadOnlySpan<float> values, int stride, int positions,
        RunningSoftmax state, Span<float> output, Span<float> scores, float softCap = 0f)
    {
        var largest = state.Largest;
        for (var p = 0; p < positions; p++)
        {
            scores[p] = DotKernel.F32(query, keys.Slice(p * stride, query.Length));
            if (softCap != 0f)
                scores[p] = softCap * MathF.Tanh(scores[p] / softCap);
            largest = MathF.Max(largest, scores[p]);
        }

        var total = state.Total;
        if (largest > state.Largest)
        {
            var shrink = MathF.Exp(state.Largest - largest);
            Elementwise.Scale(output, shrink);
            total *= shrink;
        }

        for (var p = 0; p < positions; p++)
        {
            var weight = MathF.Exp(scores[p] - largest);
            total += weight;
            Elementwise.AddScaled(output, weight, values.Slice(p * stride, output.Length));
        }

        return new RunningSoftmax(largest, total);
    }

    /// <summary>Turns the weighted sum into the weighted mean.</summary>
    public static void End(RunningSoftmax state, Span<float> output) => Elementwise.Scale(output, 1f / state.Total);

    /// <summary>Scalar reference in double precision.</summary>
    /// <param name="query">[headSize], already scaled</param>
    /// <param name="keys">[positions, stride]</param>
    /// <param name="values">[positions, stride]</param>
    /// <param name="stride">Numbers from one position to the next.</param>
    /// <param name="positions">Number of positions.</param>
    /// <param name="output">[headSize]</param>
    /// <param name="softCap">cap * tanh(score / cap) on each score; 0: none</param>
    public static void Scalar(
        ReadOnlySpan<float> query, ReadOnlySpan<float> keys, ReadOnlySpan<float> values, int stride, int positions, Span<float> output,
        float softCap = 0f)
    {
        var weights = new double[positions];
        for (var p = 0; p < positions; p++)
        {
            for (var i = 0; i < query.Length; i++)
                weights[p] += (double)query[i] * keys[p * stride + i];
            if (softCap != 0f)
                weights[p] = softCap * Math.Tanh(weights[p] / softCap);
        }

        var largest = weights.Max();
        var total = weights.Sum(score => Math.Exp(score - largest));
        for (var i = 0; i < output.Length; i++)
        {
            var sum = 0.0;
            for (var p = 0; p < positions; p++)
                sum += Math.Exp(weights[p] - largest) / total * values[p * stride + i];
            output[i] = (float)sum;
        }
    }
}

/// <summary>What a softmax over a growing list has to remember.</summary>
/// <param name="Largest">Largest score so far.</param>
/// <param name="Total">Sum of exp(score - Largest) so far.</param>
internal readonly record struct RunningSoftmax(float Largest, float Total);
