using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Freehold.Inference.Kernels.Blocks;

/// <summary>4-bit numbers to bytes.</summary>
internal static class Nibbles
{
    /// <summary>The low halves of 16 bytes, then their high halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> LowThenHigh(Vector128<byte> bytes) =>
        Vector256.Create(bytes, Vector128.ShiftRightLogical(bytes.AsUInt16(), 4).AsByte()) & Vector256.Create((byte)15);

    /// <summary>The low halves (0) or the high halves (1) of 32 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Of(Vector256<byte> bytes, int half) =>
        Vector256.ShiftRightLogical(bytes.AsUInt16(), half * 4).AsByte() & Vector256.Create((byte)15);
}
