using System.Runtime.Intrinsics;

namespace Freehold.Inference.Kernels;

/// <summary>
/// How a row of weights is read. One struct a storage format: the kernels are generic over it, so a new format is one new struct and the
/// compiler makes its kernels. Decoding is exact, and the order in which products are added is the kernel's alone; so a row gives the
/// same bits whether it is decoded on the way or beforehand.
/// </summary>
/// <remarks>Positions are counted in numbers, not bytes. The caller has checked that the row holds them.</remarks>
internal interface IRowFormat
{
    /// <summary>32 numbers from <paramref name="index"/>, a multiple of 32. Needs AVX2.</summary>
    static abstract void Load32(
        ref byte row, nint index, out Vector256<float> a, out Vector256<float> b, out Vector256<float> c, out Vector256<float> d);

    /// <summary>8 numbers from <paramref name="index"/>, a multiple of 8, in the part of a row after its last whole 32. Needs AVX2.</summary>
    static abstract Vector256<float> Load8(ref byte row, nint index);

    /// <summary>One number; also the scalar reference.</summary>
    static abstract float Load1(ref byte row, nint index);
}
