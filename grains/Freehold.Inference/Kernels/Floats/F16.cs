using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Freehold.Inference.Kernels.Vectors;

namespace Freehold.Inference.Kernels.Floats;

/// <summary>16-bit IEEE numbers.</summary>
internal readonly unsafe struct F16 : IFloatFormat
{
    public static int Bytes => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load1(byte* source) => HalfNumbers.ToSingle(Unsafe.ReadUnaligned<short>(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load8(byte* source) => HalfNumbers.ToSingle(Vector128.Load((short*)source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load16(byte* source) => HalfNumbers.ToSingle(Vector256.Load((short*)source));
}
