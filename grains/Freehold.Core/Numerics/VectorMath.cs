using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Freehold.Core.Numerics;

/// <summary>
/// What <see cref="TensorPrimitives"/> has not, with the machine's vectors. Sums are taken in the order of its lanes, there as here: the
/// same on one machine, and to rounding on another.
/// </summary>
internal static class VectorMath
{
    /// <summary>Adds a multiple of one vector to another of the same length.</summary>
    public static void AddScaled<T>(T factor, ReadOnlySpan<T> values, Span<T> sum)
        where T : INumberBase<T> =>
        TensorPrimitives.MultiplyAdd(values, factor, sum, sum);

    /// <summary>Adds a multiple of a vector of bytes, read as signed integers.</summary>
    public static void AddScaled(float factor, ReadOnlySpan<sbyte> values, Span<float> sum)
    {
        var bytes = MemoryMarshal.Cast<sbyte, Vector<sbyte>>(values);
        var sums = MemoryMarshal.Cast<float, Vector<float>>(sum);
        var scale = new Vector<float>(factor);
        for (var i = 0; i < bytes.Length; i++)
        {
            Vector.Widen(bytes[i], out var low, out var high);
            AddScaled(scale, low, sums[(4 * i)..]);
            AddScaled(scale, high, sums[((4 * i) + 2)..]);
        }

        for (var j = bytes.Length * Vector<sbyte>.Count; j < values.Length; j++) sum[j] += factor * values[j];
    }

    /// <summary>The logistic function.</summary>
    public static double Sigmoid(double logit) => 1 / (1 + Math.Exp(-logit));

    /// <summary>The inverse of <see cref="Sigmoid"/>, for probabilities kept away from 0 and 1.</summary>
    public static double Logit(double probability)
    {
        const double Edge = 1e-6;
        var inside = Math.Clamp(probability, Edge, 1 - Edge);
        return Math.Log(inside / (1 - inside));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddScaled(Vector<float> scale, Vector<short> values, Span<Vector<float>> sums)
    {
        Vector.Widen(values, out var low, out var high);
        sums[0] = Vector.FusedMultiplyAdd(scale, Vector.ConvertToSingle(low), sums[0]);
        sums[1] = Vector.FusedMultiplyAdd(scale, Vector.ConvertToSingle(high), sums[1]);
    }
}
