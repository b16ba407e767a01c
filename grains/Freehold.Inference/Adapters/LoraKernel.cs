using System.Numerics;
using System.Runtime.InteropServices;

namespace Freehold.Inference.Adapters;

/// <summary>
/// Products with an adapter's short, wide matrices. Each token is computed by itself and always in the same order, so an answer has the same
/// bits whatever other adapters are in the step.
/// </summary>
internal static class LoraKernel
{
    /// <summary>Product of two vectors.</summary>
    /// <param name="row">[n]</param>
    /// <param name="x">[n]</param>
    public static float Dot(ReadOnlySpan<float> row, ReadOnlySpan<float> x)
    {
        var vr = MemoryMarshal.Cast<float, Vector<float>>(row);
        var vx = MemoryMarshal.Cast<float, Vector<float>>(x[..row.Length]);
        var (even, odd) = (Vector<float>.Zero, Vector<float>.Zero);
        var i = 0;
        for (; i + 1 < vr.Length; i += 2)
        {
            even = Vector.FusedMultiplyAdd(vr[i], vx[i], even);
            odd = Vector.FusedMultiplyAdd(vr[i + 1], vx[i + 1], odd);
        }

        if (i < vr.Length)
            even = Vector.FusedMultiplyAdd(vr[i], vx[i], even);
        var sum = Vector.Sum(even + odd);
        for (var j = vr.Length * Vector<float>.Count; j < row.Length; j++)
            sum = MathF.FusedMultiplyAdd(row[j], x[j], sum);
        return sum;
    }

    /// <summary>Product of a vector of upper halves and a vector.</summary>
    /// <param name="row">[n] upper halves of 32-bit numbers</param>
    /// <param name="x">[n]</param>
    public static float Dot(ReadOnlySpan<ushort> row, ReadOnlySpan<float> x)
    {
        var vr = MemoryMarshal.Cast<ushort, Vector<ushort>>(row);
        var vx = MemoryMarshal.Cast<float, Vector<float>>(x[..row.Length]);
        var (low, high) = (Vector<float>.Zero, Vector<float>.Zero);
        for (var i = 0; i < vr.Length; i++)
        {
            Widen(vr[i], out var first, out var second);
            low = Vector.FusedMultiplyAdd(first, vx[2 * i], low);
            high = Vector.FusedMultiplyAdd(second, vx[2 * i + 1], high);
        }

        var sum = Vector.Sum(low + high);
        for (var j = vr.Length * Vector<ushort>.Count; j < row.Length; j++)
            sum = MathF.FusedMultiplyAdd(Widen(row[j]), x[j], sum);
        return sum;
    }

    /// <summary>y += factor * row.</summary>
    /// <param name="row">[n] upper halves of 32-bit numbers</param>
    /// <param name="factor">Scale.</param>
    /// <param name="y">[n]</param>
    public static void AddScaled(ReadOnlySpan<ushort> row, float factor, Span<float> y)
    {
        var vr = MemoryMarshal.Cast<ushort, Vector<ushort>>(row);
        var vy = MemoryMarshal.Cast<float, Vector<float>>(y[..row.Length]);
        var scale = new Vector<float>(factor);
        for (var i = 0; i < vr.Length; i++)
        {
            Widen(vr[i], out var first, out var second);
            vy[2 * i] = Vector.FusedMultiplyAdd(first, scale, vy[2 * i]);
            vy[2 * i + 1] = Vector.FusedMultiplyAdd(second, scale, vy[2 * i + 1]);
        }

        for (var j = vr.Length * Vector<ushort>.Count; j < row.Length; j++)
            y[j] = MathF.FusedMultiplyAdd(Widen(row[j]), factor, y[j]);
    }

    private static float Widen(ushort half) => BitConverter.UInt32BitsToSingle((uint)half << 16);

    private static void Widen(Vector<ushort> halves, out Vector<float> first, out Vector<float> second)
    {
        Vector.Widen(halves, out var low, out var high);
        first = Vector.AsVectorSingle(Vector.ShiftLeft(low, 16));
        second = Vector.AsVectorSingle(Vector.ShiftLeft(high, 16));
    }
}
