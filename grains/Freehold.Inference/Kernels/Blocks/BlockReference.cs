using System.Runtime.Intrinsics;

namespace Freehold.Inference.Kernels.Blocks;

/// <summary>What a block means, number by number: the scalar reference of the block kernels.</summary>
internal static unsafe class BlockReference
{
    private const int Length = IBlockFormat.BlockLength;

    /// <summary>The numbers of a block. All products are exact in single precision; only subtracting a minimum rounds.</summary>
    /// <param name="row">The row.</param>
    /// <param name="block">Which of its blocks.</param>
    /// <param name="target">[32]</param>
    public static void Decode<TFormat>(byte* row, int block, float* target)
        where TFormat : struct, IBlockFormat
    {
        var group = row + block / TFormat.GroupBlocks * TFormat.GroupBytes;
        var inGroup = block % TFormat.GroupBlocks;
        var header = TFormat.Header(group, inGroup);
        var quants = stackalloc sbyte[Length];
        TFormat.Quants(group, inGroup).AsSByte().Store(quants);
        for (var i = 0; i < Length; i++)
        {
            var sub = i < Length / 2 ? header.Sub0 : header.Sub1;
            var value = header.Scale * (sub * (quants[i] - TFormat.Bias));
            target[i] = TFormat.HasMinimum ? value - header.Minimum : value;
        }
    }

    /// <summary>One row times one token, in the order that all kernels keep.</summary>
    /// <param name="row">The row.</param>
    /// <param name="x">Tokens.</param>
    /// <param name="token">Which of them.</param>
    public static float Multiply<TFormat>(byte* row, BlockActivations x, int token)
        where TFormat : struct, IBlockFormat
    {
        var sum = 0f;
        var quants = stackalloc sbyte[Length];
        for (var block = 0; block < x.Blocks; block++)
        {
            var group = row + block / TFormat.GroupBlocks * TFormat.GroupBytes;
            var inGroup = block % TFormat.GroupBlocks;
            TFormat.Quants(group, inGroup).AsSByte().Store(quants);
            var at = ((long)(token / x.Width) * x.Blocks + block) * x.Width + token % x.Width;
            var bytes = x.Bytes + at * Length;
            var header = TFormat.Header(group, inGroup);
            var (dot0, dot1) = (Dot(quants, bytes, Length / 2), Dot(quants + Length / 2, bytes + Length / 2, Length / 2));
            var dot = Combine<TFormat>(header, dot0, dot1, x.SumPairs[at]);
            sum = Add<TFormat>(sum, header, dot, x.Scales[at], x.ScaledSums[at]);
        }

        return sum;
    }

    public static int Dot(sbyte* w, sbyte* x, int length)
    {
        var sum = 0;
        for (var i = 0; i < length; i++)
            sum += w[i] * x[i];
        return sum;
    }

    /// <summary>The integer of a block: sub0 * (dot0 - bias * sum0) + sub1 * (dot1 - bias * sum1).</summary>
    public static int Combine<TFormat>(BlockHeader header, int dot0, int dot1, int sumPair)
        where TFormat : struct, IBlockFormat =>
        header.Sub0 * (dot0 - TFormat.Bias * (short)sumPair) + header.Sub1 * (dot1 - TFormat.Bias * (sumPair >> 16));

    /// <summary>One link of the chain over blocks.</summary>
    public static float Add<TFormat>(float sum, BlockHeader header, int dot, float scale, float scaledSum)
        where TFormat : struct, IBlockFormat
    {
        sum = MathF.FusedMultiplyAdd(header.Scale * scale, dot, sum);
        return TFormat.HasMinimum ? MathF.FusedMultiplyAdd(-header.Minimum, scaledSum, sum) : sum;
    }
}
