using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Freehold.Inference.Kernels.Floats;

/// <summary>32-bit IEEE numbers.</summary>
internal readonly unsafe struct F32 : IFloatFormat
{
    public static int Bytes => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load1(byte* source) => Unsafe.ReadUnaligned<float>(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load8(byte* source) => Vector256.Load((float*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load16(byte* source) => Vector512.Load((float*)source);
}
