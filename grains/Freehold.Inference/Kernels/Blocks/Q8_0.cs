using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Freehold.Inference.Kernels.Vectors;

namespace Freehold.Inference.Kernels.Blocks;

/// <summary>ggml's <c>block_q8_0</c>: half scale, 32 signed bytes.</summary>
internal readonly unsafe struct Q8_0 : IBlockFormat
{
    public static int GroupBlocks => 1;

    public static int GroupBytes => 34;

    public static int MaxQuant => 0;

    public static int Bias => 0;

    public static bool HasMinimum => false;

    public static bool HasSubscales => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Quants(byte* group, int block) => Vector256.Load(group + 2);

    public static BlockHeader Header(byte* group, int block) => new(HalfNumbers.ToSingle(*(short*)group));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Headers(byte* group, nint rowBytes, BlockHeaders8* headers) =>
        HalfNumbers.Load8(group, rowBytes).Store(headers->Scales);
}
