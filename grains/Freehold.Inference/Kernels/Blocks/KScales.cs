using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Freehold.Inference.Kernels.Vectors;

namespace Freehold.Inference.Kernels.Blocks;

/// <summary>
/// The head that <see cref="Q4_K"/> and <see cref="Q5_K"/> share: half scale, half minimum, then eight 6-bit scales and eight 6-bit minimums
/// in 12 bytes. The first four of each are the low six bits of bytes 0..3 and 4..7; of the others, the low four bits are in bytes 8..11
/// (scales in the low halves) and the upper two in what is left of bytes 0..7.
/// </summary>
/// <remarks>A half times 6 bits has at most 17 significant bits, so scales and minimums are exact.</remarks>
internal static unsafe class KScales
{
    private const int PackedBytes = 4;

    public static BlockHeader Header(byte* group, int block)
    {
        Unpack(group + PackedBytes, out var scales, out var minimums);
        return new BlockHeader(
            HalfNumbers.ToSingle(*(short*)group) * (byte)(scales >> (8 * block)),
            HalfNumbers.ToSingle(*(short*)(group + 2)) * (byte)(minimums >> (8 * block)));
    }

    [SkipLocalsInit]
    public static void Headers(byte* group, nint rowBytes, BlockHeaders8* headers)
    {
        var scales = stackalloc ulong[BlockHeaders8.Rows];
        var minimums = stackalloc ulong[BlockHeaders8.Rows];
        for (var row = 0; row < BlockHeaders8.Rows; row++)
            Unpack(group + row * rowBytes + PackedBytes, out scales[row], out minimums[row]);
        StoreByBlock(scales, HalfNumbers.Load8(group, rowBytes), headers->Scales);
        StoreByBlock(minimums, HalfNumbers.Load8(group + 2, rowBytes), headers->Minimums);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Unpack(byte* packed, out ulong scales, out ulong minimums)
    {
        var (a, b, c) = (*(uint*)packed, *(uint*)(packed + 4), *(uint*)(packed + 8));
        scales = (a & 0x3F3F3F3F) | (ulong)((c & 0x0F0F0F0F) | ((a >> 2) & 0x30303030)) << 32;
        minimums = (b & 0x3F3F3F3F) | (ulong)(((c >> 4) & 0x0F0F0F0F) | ((b >> 2) & 0x30303030)) << 32;
    }

    /// <param name="rows">[8 rows, 8 blocks] bytes</param>
    /// <param name="factor">[8 rows]</param>
    /// <param name="target">[8 blocks, 8 rows]</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreByBlock(ulong* rows, Vector256<float> factor, float* target)
    {
        var a = Sse2.UnpackLow(Row(rows), Row(rows + 1)).AsInt16();
        var b = Sse2.UnpackLow(Row(rows + 2), Row(rows + 3)).AsInt16();
        var c = Sse2.UnpackLow(Row(rows + 4), Row(rows + 5)).AsInt16();
        var d = Sse2.UnpackLow(Row(rows + 6), Row(rows + 7)).AsInt16();
        var (lowAb, lowCd) = (Sse2.UnpackLow(a, b).AsInt32(), Sse2.UnpackLow(c, d).AsInt32());
        var (highAb, highCd) = (Sse2.UnpackHigh(a, b).AsInt32(), Sse2.UnpackHigh(c, d).AsInt32());
        StorePair(Sse2.UnpackLow(lowAb, lowCd), factor, target);
        StorePair(Sse2.UnpackHigh(lowAb, lowCd), factor, target + 16);
        StorePair(Sse2.UnpackLow(highAb, highCd), factor, target + 32);
        StorePair(Sse2.UnpackHigh(highAb, highCd), factor, target + 48);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Row(ulong* row) => Vector128.CreateScalarUnsafe(*row).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePair(Vector128<int> twoBlocks, Vector256<float> factor, float* target)
    {
        var bytes = twoBlocks.AsByte();
        var first = Avx.ConvertToVector256Single(Avx2.ConvertToVector256Int32(bytes));
        var second = Avx.ConvertToVector256Single(Avx2.ConvertToVector256Int32(Sse2.ShiftRightLogical128BitLane(bytes, 8)));
        (first * factor).Store(target);
        (second * factor).Store(target + 8);
    }
}
