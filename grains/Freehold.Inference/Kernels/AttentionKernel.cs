using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
        scores = scores[..positions];
        Score(query, keys, stride, scores);
        if (softCap != 0f)
            Elementwise.SoftCap(scores, softCap);

        var largest = state.Largest;
        foreach (var score in scores)
            largest = MathF.Max(largest, score);
        var total = state.Total;
        if (largest > state.Largest)
        {
            var shrink = MathF.Exp(state.Largest - largest);
            Elementwise.Scale(output, shrink);
            total *= shrink;
        }

        total += Weigh(scores, largest);
        AddWeighted(output, scores, values, stride);
        return new RunningSoftmax(largest, total);
    }

    // scores[p] = query * keys[p]: four positions at once, each with an accumulator of its own, so a score does not depend on its neighbours.
    private static void Score(ReadOnlySpan<float> query, ReadOnlySpan<float> keys, int stride, Span<float> scores)
    {
        Check(keys, stride, scores.Length, query.Length);
        ref var q = ref MemoryMarshal.GetReference(query);
        ref var k = ref MemoryMarshal.GetReference(keys);
        var p = 0;
        for (; p <= scores.Length - 4; p += 4)
        {
            ref var key = ref Unsafe.Add(ref k, p * stride);
            Vector<float> a = default, b = default, c = default, d = default;
            var i = 0;
            for (; i <= query.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                var x = Load(ref q, i);
                a = Vector.FusedMultiplyAdd(x, Load(ref key, i), a);
                b = Vector.FusedMultiplyAdd(x, Load(ref key, i + stride), b);
                c = Vector.FusedMultiplyAdd(x, Load(ref key, i + 2 * stride), c);
                d = Vector.FusedMultiplyAdd(x, Load(ref key, i + 3 * stride), d);
            }

            scores[p] = Rest(Vector.Sum(a), ref q, ref key, i, query.Length);
            scores[p + 1] = Rest(Vector.Sum(b), ref q, ref Unsafe.Add(ref key, stride), i, query.Length);
            scores[p + 2] = Rest(Vector.Sum(c), ref q, ref Unsafe.Add(ref key, 2 * stride), i, query.Length);
            scores[p + 3] = Rest(Vector.Sum(d), ref q, ref Unsafe.Add(ref key, 3 * stride), i, query.Length);
        }

        for (; p < scores.Length; p++)
        {
            ref var key = ref Unsafe.Add(ref k, p * stride);
            Vector<float> a = default;
            var i = 0;
            for (; i <= query.Length - Vector<float>.Count; i += Vector<float>.Count)
                a = Vector.FusedMultiplyAdd(Load(ref q, i), Load(ref key, i), a);
            scores[p] = Rest(Vector.Sum(a), ref q, ref key, i, query.Length);
        }
    }

    private static float Rest(float sum, ref float q, ref float key, int from, int to)
    {
        for (var i = from; i < to; i++)
            sum = MathF.FusedMultiplyAdd(Unsafe.Add(ref q, i), Unsafe.Add(ref key, i), sum);
        return sum;
    }

    // scores[p] = exp(scores[p] - largest); returns their sum.
    private static float Weigh(Span<float> scores, float largest)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(scores);
        var (shift, sums) = (new Vector<float>(largest), Vector<float>.Zero);
        foreach (ref var score in vectors)
        {
            score = Vector.Exp(score - shift);
            sums += score;
        }

        var sum = Vector.Sum(sums);
        for (var p = vectors.Length * Vector<float>.Count; p < scores.Length; p++)
            sum += scores[p] = MathF.Exp(scores[p] - largest);
        return sum;
    }

    // output += sum of weights[p] * values[p]: a stretch of the output stays in registers while all positions go by.
    private static void AddWeighted(Span<float> output, ReadOnlySpan<float> weights, ReadOnlySpan<float> values, int stride)
    {
        Check(values, stride, weights.Length, output.Length);
        ref var o = ref MemoryMarshal.GetReference(output);
        ref var v = ref MemoryMarshal.GetReference(values);
        var step = Vector<float>.Count;
        var i = 0;
        for (; i <= output.Length - 4 * step; i += 4 * step)
        {
            var (a, b, c, d) = (Load(ref o, i), Load(ref o, i + step), Load(ref o, i + 2 * step), Load(ref o, i + 3 * step));
            for (var p = 0; p < weights.Length; p++)
            {
                ref var value = ref Unsafe.Add(ref v, p * stride + i);
                var weight = new Vector<float>(weights[p]);
                a = Vector.FusedMultiplyAdd(weight, Load(ref value, 0), a);
                b = Vector.FusedMultiplyAdd(weight, Load(ref value, step), b);
                c = Vector.FusedMultiplyAdd(weight, Load(ref value, 2 * step), c);
                d = Vector.FusedMultiplyAdd(weight, Load(ref value, 3 * step), d);
            }

            a.StoreUnsafe(ref o, (nuint)i);
            b.StoreUnsafe(ref o, (nuint)(i + step));
            c.StoreUnsafe(ref o, (nuint)(i + 2 * step));
            d.StoreUnsafe(ref o, (nuint)(i + 3 * step));
        }

        for (var p = 0; p < weights.Length && i < output.Length; p++)
            Elementwise.AddScaled(output[i..], weights[p], values.Slice(p * stride + i, output.Length - i));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Load(ref float start, int index) => Vector.LoadUnsafe(ref start, (nuint)index);

    private static void Check(ReadOnlySpan<float> rows, int stride, int positions, int headSize)
    {
        if (positions > 0 && (stride < headSize || rows.Length < (positions - 1L) * stride + headSize))
            throw new ArgumentException($"{rows.Length} numbers are not {positions} positions of {headSize}, {stride} apart.", nameof(rows));
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
