using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Freehold.Inference.Kernels;

/// <summary>Dot products of a stored row of weights with activations.</summary>
/// <remarks>
/// On one machine the products of a row and a vector are always added in the same order (four accumulators of eight lanes, by position),
/// whatever the format, the number of vectors at once and the thread. So a sequence's logits have the same bits alone or in a batch, which
/// is what makes "same seed, same text" hold under load.
/// </remarks>
internal static class DotKernel
{
    /// <summary>True where the AVX2 path runs; elsewhere rows are decoded first and Vector&lt;T&gt; adds them up.</summary>
    public static bool IsFused => Avx2.IsSupported && Fma.IsSupported;

    /// <summary>Product of one row and one vector. Call only where <see cref="IsFused"/>.</summary>
    /// <param name="row">[columns] numbers as stored</param>
    /// <param name="x">[columns]</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Fused<TRow>(ReadOnlySpan<byte> row, ReadOnlySpan<float> x)
        where TRow : struct, IRowFormat
    {
        ref var w = ref MemoryMarshal.GetReference(row);
        ref var v = ref MemoryMarshal.GetReference(x);
        Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default;
        nint i = 0;
        for (; i <= x.Length - 32; i += 32)
        {
            TRow.Load32(ref w, i, out var a, out var b, out var c, out var d);
            s0 = Fma.MultiplyAdd(a, At(ref v, i), s0);
            s1 = Fma.MultiplyAdd(b, At(ref v, i + 8), s1);
            s2 = Fma.MultiplyAdd(c, At(ref v, i + 16), s2);
            s3 = Fma.MultiplyAdd(d, At(ref v, i + 24), s3);
        }

        for (; i <= x.Length - 8; i += 8)
            s0 = Fma.MultiplyAdd(TRow.Load8(ref w, i), At(ref v, i), s0);

        var sum = Vector256.Sum((s0 + s1) + (s2 + s3));
        for (; i < x.Length; i++)
            sum = MathF.FusedMultiplyAdd(TRow.Load1(ref w, i), Unsafe.Add(ref v, i), sum);
        return sum;
    }

    /// <summary>Products of one decoded row and two vectors: each weight is read once for both. Call only where <see cref="IsFused"/>.</summary>
    /// <param name="row">[columns]</param>
    /// <param name="x">[columns]</param>
    /// <param name="y">[columns]</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (float X, float Y) FusedPair(ReadOnlySpan<float> row, ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        if (x.Length != row.Length || y.Length != row.Length)
            throw new ArgumentException($"Lengths {row.Length}, {x.Length} and {y.Length} differ.", nameof(row));
        ref var w = ref MemoryMarshal.GetReference(row);
        ref var v = ref MemoryMarshal.GetReference(x);
        ref var u = ref MemoryMarshal.GetReference(y);
        Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default;
        Vector256<float> t0 = default, t1 = default, t2 = default, t3 = default;
        nint i = 0;
        for (; i <= row.Length - 32; i += 32)
        {
            var (a, b, c, d) = (At(ref w, i), At(ref w, i + 8), At(ref w, i + 16), At(ref w, i + 24));
            s0 = Fma.MultiplyAdd(a, At(ref v, i), s0);
            s1 = Fma.MultiplyAdd(b, At(ref v, i + 8), s1);
            s2 = Fma.MultiplyAdd(c, At(ref v, i + 16), s2);
            s3 = Fma.MultiplyAdd(d, At(ref v, i + 24), s3);
            t0 = Fma.MultiplyAdd(a, At(ref u, i), t0);
            t1 = Fma.MultiplyAdd(b, At(ref u, i + 8), t1);
            t2 = Fma.MultiplyAdd(c, At(ref u, i + 16), t2);
            t3 = Fma.MultiplyAdd(d, At(ref u, i + 24), t3);
        }

        for (; i <= row.Length - 8; i += 8)
        {
            s0 = Fma.MultiplyAdd(At(ref w, i), At(ref v, i), s0);
            t0 = Fma.MultiplyAdd(At(ref w, i), At(ref u, i), t0);
        }

        var (sumX, sumY) = (Vector256.Sum((s0 + s1) + (s2 + s3)), Vector256.Sum((t0 + t1) + (t2 + t3)));
        for (; i < row.Length; i++)
        {
            sumX = MathF.FusedMultiplyAdd(Unsafe.Add(ref w, i), Unsafe.Add(ref v, i), sumX);
            sumY = MathF.FusedMultiplyAdd(Unsafe.Add(ref w, i), Unsafe.Add(ref u, i), sumY);
        }

        return (sumX, sumY);
    }

    /// <summary>Product of two vectors of 32-bit numbers, on any machine.</summary>
    /// <param name="x">[n]</param>
    /// <param name="y">[n]</param>
    public static float F32(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        if (x.Length != y.Length)
            throw new ArgumentException($"Lengths {x.Length} and {y.Length} differ.", nameof(y));
        return IsFused ? Fused<F32Row>(MemoryMarshal.AsBytes(x), y) : Portable(x, y);
    }

    /// <summary>The same with Vector&lt;T&gt;.</summary>
    /// <param name="x">[n]</param>
    /// <param name="y">[n]</param>
    public static float Portable(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        var sum = Vector<float>.Zero;
        var i = 0;
        for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
            sum += new Vector<float>(x[i..]) * new Vector<float>(y[i..]);
        var total = Vector.Sum(sum);
        for (; i < x.Length; i++)
            total += x[i] * y[i];
        return total;
    }

    /// <summary>Scalar reference.</summary>
    /// <param name="row">[columns] numbers as stored</param>
    /// <param name="x">[columns]</param>
    public static float Scalar<TRow>(ReadOnlySpan<byte> row, ReadOnlySpan<float> x)
        where TRow : struct, IRowFormat
    {
        ref var w = ref MemoryMarshal.GetReference(row);
        var sum = 0f;
        for (var i = 0; i < x.Length; i++)
            sum += TRow.Load1(ref w, i) * x[i];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> At(ref float start, nint index) =>
        Unsafe.ReadUnaligned<Vector256<float>>(ref Unsafe.As<float, byte>(ref Unsafe.Add(ref start, index)));
}
