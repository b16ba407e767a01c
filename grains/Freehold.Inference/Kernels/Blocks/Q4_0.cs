using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Freehold.Inference.Kernels.Vectors;

namespace Freehold.Inference.Kernels.Blocks;

/// <summary>ggml's <c>block_q4_0</c>: half scale, 16 bytes with numbers 0..15 in their low halves and 16..31 in their high ones.</summary>
internal readonly unsafe struct Q4_0 : IBlockFormat
{
    public static int GroupBlocks => 1;

    public static int GroupBytes => 18;

    public static int MaxQuant => 15;

    public static int Bias => 8;

    public static bool HasMinimum => false;

    public static bool HasSubscales => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Quants(byte* group, int block) => Nibbles.LowThenHigh(Vector128.Load(group + 2));

    public static BlockHeader Header(byte* group, int block) => new(HalfNumbers.ToSingle(*(short*)group));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Headers(byte* group, nint rowBytes, BlockHeaders8* headers) =>
        HalfNumbers.Load8(group, rowBytes).Store(headers->Scales);
}
