using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Freehold.Inference.Kernels.Vectors;

namespace Freehold.Inference.Kernels.Blocks;

/// <summary>
/// ggml's <c>block_q6_K</c>: 128 bytes of low halves, 64 bytes of upper two bits, 16 signed 8-bit scales, half scale. Each 128 numbers take
/// 64 low bytes (blocks 0 and 1 in the low halves, 2 and 3 in the high ones) and 32 upper bytes (two bits a block).
/// </summary>
internal readonly unsafe struct Q6_K : IBlockFormat
{
    private const int UpperBytes = 128, SubscaleBytes = 192, ScaleBytes = 208;

    public static int GroupBlocks => 8;

    public static int GroupBytes => 210;

    public static int MaxQuant => 63;

    public static int Bias => 32;

    public static bool HasMinimum => false;

    public static bool HasSubscales => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Quants(byte* group, int block)
    {
        var (half, part) = (block >> 2, block & 3);
        var low = Nibbles.Of(Vector256.Load(group + half * 64 + (part & 1) * 32), part >> 1);
        var upper = Vector256.ShiftRightLogical(Vector256.Load(group + UpperBytes + half * 32).AsUInt16(), part * 2).AsByte();
        return low | Vector256.ShiftLeft((upper & Vector256.Create((byte)3)).AsUInt16(), 4).AsByte();
    }

    public static BlockHeader Header(byte* group, int block)
    {
        var subs = (sbyte*)(group + SubscaleBytes);
        return new BlockHeader(HalfNumbers.ToSingle(*(short*)(group + ScaleBytes)), 0f, subs[2 * block], subs[2 * block + 1]);
    }

    public static void Headers(byte* group, nint rowBytes, BlockHeaders8* headers)
    {
        var scales = HalfNumbers.Load8(group + ScaleBytes, rowBytes);
        for (var block = 0; block < IBlockFormat.MaxGroupBlocks; block++)
            scales.Store(headers->Scales + block * BlockHeaders8.Rows);

        var subs = group + SubscaleBytes;
        Transpose8.Store(
            Pairs(subs), Pairs(subs + rowBytes), Pairs(subs + 2 * rowBytes), Pairs(subs + 3 * rowBytes),
            Pairs(subs + 4 * rowBytes), Pairs(subs + 5 * rowBytes), Pairs(subs + 6 * rowBytes), Pairs(subs + 7 * rowBytes),
            (byte*)headers->SubPairs, BlockHeaders8.Rows * sizeof(int));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Pairs(byte* subs) => Avx2.ConvertToVector256Int16((sbyte*)subs).AsInt32();
}
