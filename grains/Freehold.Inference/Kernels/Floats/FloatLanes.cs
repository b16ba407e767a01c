using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Freehold.Inference.Kernels.Floats;

/// <summary>The instructions of the float products, so that their kernels are written once.</summary>
/// <typeparam name="TVector">A vector of 32-bit floats.</typeparam>
internal unsafe interface IFloatLanes<TVector>
    where TVector : struct
{
    /// <summary>Floats in a vector.</summary>
    static abstract int Count { get; }

    static abstract TVector Zero { get; }

    /// <summary>As many numbers as a vector holds.</summary>
    static abstract TVector Load<TFormat>(byte* source)
        where TFormat : struct, IFloatFormat;

    /// <summary>x * y + z, rounded once.</summary>
    static abstract TVector FusedMultiplyAdd(TVector x, TVector y, TVector z);

    /// <summary>Sum of the lanes, in an order that is always the same.</summary>
    static abstract float Sum(TVector x);
}

/// <summary>AVX2 and FMA.</summary>
internal readonly unsafe struct FloatLanes256 : IFloatLanes<Vector256<float>>
{
    public static int Count => 8;

    public static Vector256<float> Zero => Vector256<float>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load<TFormat>(byte* source)
        where TFormat : struct, IFloatFormat => TFormat.Load8(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> FusedMultiplyAdd(Vector256<float> x, Vector256<float> y, Vector256<float> z) => Fma.MultiplyAdd(x, y, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256<float> x) => Vector256.Sum(x);
}

/// <summary>AVX-512 F.</summary>
internal readonly unsafe struct FloatLanes512 : IFloatLanes<Vector512<float>>
{
    public static int Count => 16;

    public static Vector512<float> Zero => Vector512<float>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load<TFormat>(byte* source)
        where TFormat : struct, IFloatFormat => TFormat.Load16(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> FusedMultiplyAdd(Vector512<float> x, Vector512<float> y, Vector512<float> z) =>
        Avx512F.FusedMultiplyAdd(x, y, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> x) => Vector512.Sum(x);
}

/// <summary>Vector&lt;T&gt;: whatever the machine has.</summary>
internal readonly unsafe struct PortableFloatLanes : IFloatLanes<Vector<float>>
{
    public static int Count => Vector<float>.Count;

    public static Vector<float> Zero => Vector<float>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Load<TFormat>(byte* source)
        where TFormat : struct, IFloatFormat
    {
        if (typeof(TFormat) == typeof(F32))
            return Unsafe.ReadUnaligned<Vector<float>>(source);

        Vector<float> values = default;
        for (var i = 0; i < Count; i++)
            ((float*)&values)[i] = TFormat.Load1(source + i * TFormat.Bytes);
        return values;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> FusedMultiplyAdd(Vector<float> x, Vector<float> y, Vector<float> z) => Vector.FusedMultiplyAdd(x, y, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector<float> x) => Vector.Sum(x);
}
