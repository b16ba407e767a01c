using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Freehold.Inference.Kernels.Blocks;

/// <summary>ggml's <c>block_q5_K</c>: as <see cref="Q4_K"/>, with 32 bytes before the quants whose bit b is the fifth bit of block b.</summary>
internal readonly unsafe struct Q5_K : IBlockFormat
{
    public static int GroupBlocks => 8;

    public static int GroupBytes => 176;

    public static int MaxQuant => 31;

    public static int Bias => 0;

    public static bool HasMinimum => true;

    public static bool HasSubscales => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Quants(byte* group, int block)
    {
        var low = Nibbles.Of(Vector256.Load(group + 48 + (block >> 1) * 32), block & 1);
        var bits = Vector256.ShiftRightLogical(Vector256.Load(group + 16).AsUInt16(), block).AsByte() & Vector256<byte>.One;
        return low | Vector256.ShiftLeft(bits.AsUInt16(), 4).AsByte();
    }

    public static BlockHeader Header(byte* group, int block) => KScales.Header(group, block);

    public static void Headers(byte* group, nint rowBytes, BlockHeaders8* headers) => KScales.Headers(group, rowBytes, headers);
}
