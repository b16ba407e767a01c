using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Freehold.Inference.Kernels;

/// <summary>
/// 16-bit IEEE numbers to 32-bit ones by moving the bits and scaling the exponent, which is exact for all finite numbers, subnormal ones
/// included. Infinities and NaN, which no sound weight is, become large finite numbers. (.NET 10 does not expose F16C.)
/// </summary>
internal static class HalfNumbers
{
    // 2^(127 - 15): the difference of the two formats' exponent biases.
    private const float ExponentScale = 5.192296858534828e33f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ToSingle(ushort half)
    {
        var magnitude = BitConverter.UInt32BitsToSingle((half & 0x7FFFu) << 13) * ExponentScale;
        return BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(magnitude) | ((half & 0x8000u) << 16));
    }

    /// <summary>Eight numbers at once. Needs AVX2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ToSingle(Vector128<ushort> halves)
    {
        var bits = Avx2.ConvertToVector256Int32(halves);
        var magnitude = Vector256.ShiftLeft(bits & Vector256.Create(0x7FFF), 13).AsSingle() * Vector256.Create(ExponentScale);
        return magnitude | Vector256.ShiftLeft(bits & Vector256.Create(0x8000), 16).AsSingle();
    }
}
