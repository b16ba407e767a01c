using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Freehold.Core.Numerics;

/// <summary>
/// Sums over spans with the machine's vectors. Sums are taken in the order of its lanes: the same on one machine, and to rounding on
/// another.
/// </summary>
internal static class VectorMath
{
    /// <summary>The inner product of two vectors of one length.</summary>
    public static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var a = MemoryMarshal.Cast<float, Vector<float>>(left);
        var b = MemoryMarshal.Cast<float, Vector<float>>(right);
        Vector<float> first = default, second = default;
        var i = 0;
        for (; i + 1 < a.Length; i += 2)
        {
            first = Vector.FusedMultiplyAdd(a[i], b[i], first);
            second = Vector.FusedMultiplyAdd(a[i + 1], b[i + 1], second);
        }

        if (i < a.Length) first = Vector.FusedMultiplyAdd(a[i], b[i], first);
        var sum = Vector.Sum(first + second);
        for (var j = a.Length * Vector<float>.Count; j < left.Length; j++) sum += left[j] * right[j];
        return sum;
    }

    /// <summary>The inner product of two vectors of one length.</summary>
    public static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var a = MemoryMarshal.Cast<double, Vector<double>>(left);
        var b = MemoryMarshal.Cast<double, Vector<double>>(right);
        Vector<double> first = default, second = default;
        var i = 0;
        for (; i + 1 < a.Length; i += 2)
        {
            first = Vector.FusedMultiplyAdd(a[i], b[i], first);
            second = Vector.FusedMultiplyAdd(a[i + 1], b[i + 1], second);
        }

        if (i < a.Length) first = Vector.FusedMultiplyAdd(a[i], b[i], first);
        var sum = Vector.Sum(first + second);
        for (var j = a.Length * Vector<double>.Count; j < left.Length; j++) sum += left[j] * right[j];
        return sum;
    }

    /// <summary>The sum of the values.</summary>
    public static float Sum(ReadOnlySpan<float> values)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        Vector<float> sums = default;
        foreach (var vector in vectors) sums += vector;
        var sum = Vector.Sum(sums);
        foreach (var value in values[(vectors.Length * Vector<float>.Count)..]) sum += value;
        return sum;
    }

    /// <summary>Adds a multiple of one vector to another of the same length.</summary>
    public static void AddScaled(double factor, ReadOnlySpan<double> values, Span<double> sum)
    {
        var a = MemoryMarshal.Cast<double, Vector<double>>(values);
        var b = MemoryMarshal.Cast<double, Vector<double>>(sum);
        var scale = new Vector<double>(factor);
        for (var i = 0; i < a.Length; i++) b[i] = Vector.FusedMultiplyAdd(scale, a[i], b[i]);
        for (var j = a.Length * Vector<double>.Count; j < values.Length; j++) sum[j] += factor * values[j];
    }

    /// <summary>Adds a multiple of one vector to another of the same length.</summary>
    public static void AddScaled(float factor, ReadOnlySpan<float> values, Span<float> sum)
    {
        var a = MemoryMarshal.Cast<float, Vector<float>>(values);
        var b = MemoryMarshal.Cast<float, Vector<float>>(sum);
        var scale = new Vector<float>(factor);
        for (var i = 0; i < a.Length; i++) b[i] = Vector.FusedMultiplyAdd(scale, a[i], b[i]);
        for (var j = a.Length * Vector<float>.Count; j < values.Length; j++) sum[j] += factor * values[j];
    }

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
