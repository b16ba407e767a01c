using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Freehold.Inference.Kernels.Blocks;

/// <summary>
/// ggml's <c>block_q4_K</c>: half scale and minimum of the 256 numbers, 12 bytes of 6-bit scales and minimums (<see cref="KScales"/>), then
/// 4 times 32 bytes, each with one block in its low halves and the next in its high ones.
/// </summary>
internal readonly unsafe struct Q4_K : IBlockFormat
{
    public static int GroupBlocks => 8;

    public static int GroupBytes => 144;

    public static int MaxQuant => 15;

    public static int Bias => 0;

    public static bool HasMinimum => true;

    public static bool HasSubscales => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Quants(byte* group, int block) => Nibbles.Of(Vector256.Load(group + 16 + (block >> 1) * 32), block & 1);

    public static BlockHeader Header(byte* group, int block) => KScales.Header(group, block);

    public static void Headers(byte* group, nint rowBytes, BlockHeaders8* headers) => KScales.Headers(group, rowBytes, headers);
}
