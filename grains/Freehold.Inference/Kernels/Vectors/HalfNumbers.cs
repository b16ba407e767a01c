using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Freehold.Inference.Kernels.Vectors;

/// <summary>
/// 16-bit IEEE numbers to 32-bit ones by moving the bits and scaling the exponent, which is exact for all finite numbers, subnormal ones
/// included. Infinities and NaN, which no sound weight is, become large finite numbers. (.NET 10 does not expose F16C.)
/// </summary>
internal static class HalfNumbers
{
    // 2^(127 - 15): the difference of the two formats' exponent biases.
    private const float ExponentScale = 5.192296858534828e33f;

    // Sign, exponent and fraction after a sign-extending move and a shift by 13.
    private const int KeptBits = unchecked((int)0x8FFF_E000);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ToSingle(short half) => BitConverter.Int32BitsToSingle((half << 13) & KeptBits) * ExponentScale;

    /// <summary>Eight numbers at once. Needs AVX2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ToSingle(Vector128<short> halves) =>
        (Vector256.ShiftLeft(Avx2.ConvertToVector256Int32(halves), 13) & Vector256.Create(KeptBits)).AsSingle()
        * Vector256.Create(ExponentScale);

    /// <summary>Sixteen numbers at once. Needs AVX-512 F.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ToSingle(Vector256<short> halves) =>
        (Vector512.ShiftLeft(Avx512F.ConvertToVector512Int32(halves), 13) & Vector512.Create(KeptBits)).AsSingle()
        * Vector512.Create(ExponentScale);

    /// <summary>Eight numbers, <paramref name="step"/> bytes apart. Needs AVX2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector256<float> Load8(byte* first, nint step)
    {
        var fifth = first + 4 * step;
        return ToSingle(Vector128.Create(
            *(short*)first, *(short*)(first + step), *(short*)(first + 2 * step), *(short*)(first + 3 * step),
            *(short*)fifth, *(short*)(fifth + step), *(short*)(fifth + 2 * step), *(short*)(fifth + 3 * step)));
    }
}
