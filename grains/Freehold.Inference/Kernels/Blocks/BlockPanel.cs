using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Freehold.Inference.Kernels.Vectors;

namespace Freehold.Inference.Kernels.Blocks;

/// <summary>
/// Some rows of weights unpacked for a product with many tokens: a lane a row, two vectors of rows side by side, small enough for the first
/// cache. A block is [steps, 2, lanes] 32-bit words, then [2, lanes] scales, and where the format has them [2, lanes] minimums, and
/// [3, 2, lanes] subs (both in turn, the first one twice, the other twice, all as pairs of 16-bit numbers).
/// </summary>
/// <remarks>
/// A word holds four unsigned quants of its row (8 steps), or, where quants are signed bytes, two as 16-bit numbers (16 steps, in the order
/// of <see cref="BlockActivations.Shorts"/>).
/// </remarks>
internal static unsafe class BlockPanel
{
    /// <summary>Vectors of rows side by side.</summary>
    public const int Vectors = 2;

    /// <summary>Blocks that are unpacked at once: 256 columns.</summary>
    public const int MaxBlocks = IBlockFormat.MaxGroupBlocks;

    /// <summary>Bytes of the largest panel: 16-bit numbers and a scale, 512-bit vectors.</summary>
    public const int MaxBytes = MaxBlocks * Vectors * 64 * 17;

    private const int Steps8 = IBlockFormat.BlockLength / 4, Steps16 = IBlockFormat.BlockLength / 2;

    /// <summary>Steps of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Steps<TFormat>()
        where TFormat : struct, IBlockFormat => TFormat.MaxQuant > 0 ? Steps8 : Steps16;

    /// <summary>Bytes of a block.</summary>
    /// <param name="lanes">32-bit lanes of a vector.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int BlockBytes<TFormat>(int lanes)
        where TFormat : struct, IBlockFormat =>
        (Steps<TFormat>() + 1 + (TFormat.HasMinimum ? 1 : 0) + (TFormat.HasSubscales ? 3 : 0)) * Vectors * lanes * sizeof(int);

    /// <summary>Unpacks whole groups. Needs AVX2.</summary>
    /// <param name="w">The first group of the first row.</param>
    /// <param name="rowBytes">Bytes from one row to the next; there are 2 * lanes rows.</param>
    /// <param name="blocks">Number of blocks.</param>
    /// <param name="lanes">32-bit lanes of a vector.</param>
    /// <param name="panel">[blocks, BlockBytes]</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Unpack<TFormat>(byte* w, nint rowBytes, int blocks, int lanes, byte* panel)
        where TFormat : struct, IBlockFormat
    {
        BlockHeaders8 headers;
        var blockBytes = BlockBytes<TFormat>(lanes);
        for (var row = 0; row < Vectors * lanes; row += BlockHeaders8.Rows)
        {
            // Rows 0..lanes-1 are the first vector, and eight rows are 32 bytes of one.
            byte* group = w + row * rowBytes, target = panel + row * sizeof(int);
            for (var first = 0; first < blocks; first += TFormat.GroupBlocks)
            {
                Prefetch<TFormat>(group + Vectors * lanes * rowBytes, rowBytes);
                TFormat.Headers(group, rowBytes, &headers);
                for (var block = 0; block < TFormat.GroupBlocks; block++, target += blockBytes)
                {
                    UnpackQuants<TFormat>(group, rowBytes, block, target, Vectors * lanes * sizeof(int));
                    UnpackHeaders<TFormat>(&headers, block, target + Steps<TFormat>() * Vectors * lanes * sizeof(int), lanes);
                }

                group += TFormat.GroupBytes;
            }
        }
    }

    /// <summary>Asks for the same groups of the next panel, which would else come too late: rows are read some bytes at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch<TFormat>(byte* group, nint rowBytes)
        where TFormat : struct, IBlockFormat
    {
        for (var row = 0; row < BlockHeaders8.Rows; row++, group += rowBytes)
        {
            for (var line = 0; line < TFormat.GroupBytes; line += AlignedBuffer.Alignment)
                Sse.Prefetch1(group + line);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void UnpackQuants<TFormat>(byte* group, nint rowBytes, int block, byte* target, int step)
        where TFormat : struct, IBlockFormat
    {
        var fifth = group + 4 * rowBytes;
        var r0 = TFormat.Quants(group, block).AsInt32();
        var r1 = TFormat.Quants(group + rowBytes, block).AsInt32();
        var r2 = TFormat.Quants(group + 2 * rowBytes, block).AsInt32();
        var r3 = TFormat.Quants(group + 3 * rowBytes, block).AsInt32();
        var r4 = TFormat.Quants(fifth, block).AsInt32();
        var r5 = TFormat.Quants(fifth + rowBytes, block).AsInt32();
        var r6 = TFormat.Quants(fifth + 2 * rowBytes, block).AsInt32();
        var r7 = TFormat.Quants(fifth + 3 * rowBytes, block).AsInt32();
        if (TFormat.MaxQuant > 0)
        {
            Transpose8.Store(r0, r1, r2, r3, r4, r5, r6, r7, target, step);
            return;
        }

        Transpose8.Turn(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        StoreShorts(r0, target, step);
        StoreShorts(r1, target + step, step);
        StoreShorts(r2, target + 2 * step, step);
        StoreShorts(r3, target + 3 * step, step);
        StoreShorts(r4, target + 4 * step, step);
        StoreShorts(r5, target + 5 * step, step);
        StoreShorts(r6, target + 6 * step, step);
        StoreShorts(r7, target + 7 * step, step);
    }

    /// <summary>Four bytes a lane: the even ones as 16-bit numbers here, the odd ones half a block on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreShorts(Vector256<int> bytes, byte* target, int step)
    {
        var pairs = bytes.AsInt16();
        Vector256.ShiftRightArithmetic(Vector256.ShiftLeft(pairs, 8), 8).AsByte().Store(target);
        Vector256.ShiftRightArithmetic(pairs, 8).AsByte().Store(target + Steps16 / 2 * step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void UnpackHeaders<TFormat>(BlockHeaders8* headers, int block, byte* target, int lanes)
        where TFormat : struct, IBlockFormat
    {
        var (at, step) = (block * BlockHeaders8.Rows, Vectors * lanes * sizeof(int));
        Vector256.Load(headers->Scales + at).AsByte().Store(target);
        if (TFormat.HasMinimum)
            Vector256.Load(headers->Minimums + at).AsByte().Store(target + step);
        if (!TFormat.HasSubscales)
            return;

        var pairs = Vector256.Load(headers->SubPairs + at);
        var (low, high) = (pairs & Vector256.Create(0xFFFF), Vector256.ShiftRightLogical(pairs, 16));
        pairs.AsByte().Store(target + step);
        (low | Vector256.ShiftLeft(low, 16)).AsByte().Store(target + 2 * step);
        (high | Vector256.ShiftLeft(high, 16)).AsByte().Store(target + 3 * step);
    }
}
