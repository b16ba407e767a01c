using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Freehold.Inference.Kernels.Vectors;

namespace Freehold.Inference.Kernels.Blocks;

/// <summary>ggml's <c>block_q5_0</c>: half scale, 32 fifth bits, then the lower four bits as in <see cref="Q4_0"/>.</summary>
internal readonly unsafe struct Q5_0 : IBlockFormat
{
    public static int GroupBlocks => 1;

    public static int GroupBytes => 22;

    public static int MaxQuant => 31;

    public static int Bias => 16;

    public static bool HasMinimum => false;

    public static bool HasSubscales => false;

    // Which of the four bytes, repeated through both halves of the vector, holds the bit of each number.
    private static Vector256<byte> ByteOfBit => Vector256.Create(
        (byte)0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 18, 18, 18, 18, 18, 18, 18, 18, 19, 19, 19, 19, 19, 19, 19, 19);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Quants(byte* group, int block)
    {
        var low = Nibbles.LowThenHigh(Vector128.Load(group + 6));
        var bits = Vector256.Shuffle(Vector256.Create(*(uint*)(group + 2)).AsByte(), ByteOfBit);
        var mask = Vector256.Create(0x8040_2010_0804_0201UL).AsByte();
        return low | (Vector256.Equals(bits & mask, mask) & Vector256.Create((byte)16));
    }

    public static BlockHeader Header(byte* group, int block) => new(HalfNumbers.ToSingle(*(short*)group));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Headers(byte* group, nint rowBytes, BlockHeaders8* headers) =>
        HalfNumbers.Load8(group, rowBytes).Store(headers->Scales);
}
