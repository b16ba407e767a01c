using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Freehold.Inference.Kernels.Vectors;

namespace Freehold.Inference.Kernels.Blocks;

/// <summary>ggml's <c>block_q4_1</c>: half scale, half minimum (added), then 4-bit numbers as in <see cref="Q4_0"/>.</summary>
internal readonly unsafe struct Q4_1 : IBlockFormat
{
    public static int GroupBlocks => 1;

    public static int GroupBytes => 20;

    public static int MaxQuant => 15;

    public static int Bias => 0;

    public static bool HasMinimum => true;

    public static bool HasSubscales => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Quants(byte* group, int block) => Nibbles.LowThenHigh(Vector128.Load(group + 4));

    public static BlockHeader Header(byte* group, int block) =>
        new(HalfNumbers.ToSingle(*(short*)group), -HalfNumbers.ToSingle(*(short*)(group + 2)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Headers(byte* group, nint rowBytes, BlockHeaders8* headers)
    {
        HalfNumbers.Load8(group, rowBytes).Store(headers->Scales);
        (-HalfNumbers.Load8(group + 2, rowBytes)).Store(headers->Minimums);
    }
}
