using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Freehold.Inference.Kernels.Vectors;

namespace Freehold.Inference.Kernels.Blocks;

/// <summary>Eight rows of weights in blocks times one token, straight from the mapped file. Needs AVX2 and FMA.</summary>
/// <remarks>
/// The integers of a block are added exactly, in whatever order is fastest; only then is there a float, one for each of the eight rows, and
/// blocks follow one another in order. So the bits are those of every other kernel of the format.
/// </remarks>
internal static unsafe class BlockVectorKernel
{
    /// <summary>Rows of one call.</summary>
    public const int Rows = BlockHeaders8.Rows;

    /// <param name="w">The first row; the others follow</param>
    /// <param name="rowBytes">Bytes from one row to the next.</param>
    /// <param name="x">One token.</param>
    /// <param name="y">[8]</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Multiply<TFormat>(byte* w, nint rowBytes, BlockActivations x, float* y)
        where TFormat : struct, IBlockFormat
    {
        BlockHeaders8 headers;
        var bytes = x.Bytes;
        var sumPairs = x.SumPairs;
        float* scales = x.Scales, scaledSums = x.ScaledSums;
        var end = scales + x.Blocks;
        // With these four and the scales of addresses (1, 2, 4) eight rows need no more registers.
        nint r3 = 3 * rowBytes, r5 = 5 * rowBytes, r7 = 7 * rowBytes;
        var first = w;
        var sum = Vector256<float>.Zero;
        while (scales < end)
        {
            // A thread reads its rows one after the other, eight abreast: nothing else tells the processor what comes next.
            var next = first + BlockHeaders8.Rows * (rowBytes + (w - first));
            for (var line = 0; line < TFormat.GroupBytes * Rows; line += AlignedBuffer.Alignment)
                Sse.Prefetch0(next + line);
            TFormat.Headers(w, rowBytes, &headers);
            for (var block = 0; block < TFormat.GroupBlocks; block++)
            {
                var v = Vector256.Load(bytes);
                var (low, high) = Reduce<TFormat>(
                    Products<TFormat>(w, block, v), Products<TFormat>(w + rowBytes, block, v),
                    Products<TFormat>(w + 2 * rowBytes, block, v), Products<TFormat>(w + r3, block, v),
                    Products<TFormat>(w + 4 * rowBytes, block, v), Products<TFormat>(w + r5, block, v),
                    Products<TFormat>(w + 2 * r3, block, v), Products<TFormat>(w + r7, block, v));
                var dots = Combine<TFormat>(low, high, *sumPairs, headers.SubPairs + block * Rows);
                var scale = Vector256.Load(headers.Scales + block * Rows) * Vector256.Create(*scales);
                sum = Fma.MultiplyAdd(scale, Vector256.ConvertToSingle(dots), sum);
                if (TFormat.HasMinimum)
                    sum = Fma.MultiplyAddNegated(Vector256.Load(headers.Minimums + block * Rows), Vector256.Create(*scaledSums), sum);
                bytes += IBlockFormat.BlockLength;
                scales++;
                scaledSums++;
                sumPairs++;
            }

            w += TFormat.GroupBytes;
        }

        sum.Store(y);
    }

    /// <summary>16 sums of two products each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Products<TFormat>(byte* group, int block, Vector256<sbyte> x)
        where TFormat : struct, IBlockFormat
    {
        var quants = TFormat.Quants(group, block);
        // Unsigned times signed is what the instruction has: the sign of a signed weight goes over to the activation. 2 * 128 * 127 fits.
        return TFormat.MaxQuant > 0
            ? Avx2.MultiplyAddAdjacent(quants, x)
            : Avx2.MultiplyAddAdjacent(Avx2.Abs(quants.AsSByte()), Avx2.Sign(x, quants.AsSByte()));
    }

    /// <summary>Adds up each row: the sums of its first 16 products and of the other 16, a lane a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<int> Low, Vector256<int> High) Reduce<TFormat>(
        Vector256<short> p0, Vector256<short> p1, Vector256<short> p2, Vector256<short> p3,
        Vector256<short> p4, Vector256<short> p5, Vector256<short> p6, Vector256<short> p7)
        where TFormat : struct, IBlockFormat
    {
        var (a, b) = (Reduce4<TFormat>(p0, p1, p2, p3), Reduce4<TFormat>(p4, p5, p6, p7));
        return (Avx2.Permute2x128(a, b, 0x20), Avx2.Permute2x128(a, b, 0x31));
    }

    /// <summary>Four rows in each 128 bits: 16-bit sums as long as they fit (8 * 31 * 127 does, 4 * 63 * 127 does), then 32-bit ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Reduce4<TFormat>(Vector256<short> p0, Vector256<short> p1, Vector256<short> p2, Vector256<short> p3)
        where TFormat : struct, IBlockFormat
    {
        if (TFormat.MaxQuant is > 0 and <= 31)
        {
            var quarter = Avx2.HorizontalAdd(Avx2.HorizontalAdd(p0, p1), Avx2.HorizontalAdd(p2, p3));
            return Avx2.MultiplyAddAdjacent(quarter, Vector256<short>.One);
        }

        if (TFormat.MaxQuant is > 31 and <= 63)
        {
            var (half01, half23) = (Avx2.HorizontalAdd(p0, p1), Avx2.HorizontalAdd(p2, p3));
            return Avx2.HorizontalAdd(
                Avx2.MultiplyAddAdjacent(half01, Vector256<short>.One), Avx2.MultiplyAddAdjacent(half23, Vector256<short>.One));
        }

        return Avx2.HorizontalAdd(Avx2.HorizontalAdd(Widened(p0), Widened(p1)), Avx2.HorizontalAdd(Widened(p2), Widened(p3)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Widened(Vector256<short> sums) => Avx2.MultiplyAddAdjacent(sums, Vector256<short>.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Combine<TFormat>(Vector256<int> low, Vector256<int> high, int sumPair, int* subPairs)
        where TFormat : struct, IBlockFormat
    {
        if (!TFormat.HasSubscales)
        {
            var dots = low + high;
            return TFormat.Bias == 0 ? dots : dots - Vector256.Create(TFormat.Bias * ((short)sumPair + (sumPair >> 16)));
        }

        var pairs = Vector256.Load(subPairs);
        low -= Vector256.Create(TFormat.Bias * (short)sumPair);
        high -= Vector256.Create(TFormat.Bias * (sumPair >> 16));
        return low * Vector256.ShiftRightArithmetic(Vector256.ShiftLeft(pairs, 16), 16) + high * Vector256.ShiftRightArithmetic(pairs, 16);
    }
}
