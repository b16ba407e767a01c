using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Freehold.Inference.Kernels.Blocks;

/// <summary>One row of weights in blocks times all tokens with Vector&lt;T&gt;: for other machines, and for rows left over elsewhere.</summary>
internal static unsafe class PortableBlockKernel
{
    private const int Length = IBlockFormat.BlockLength;

    /// <param name="w">The row.</param>
    /// <param name="x">All tokens.</param>
    /// <param name="y">The first token's output.</param>
    /// <param name="step">Numbers from one token's output to the next.</param>
    [SkipLocalsInit]
    public static void Multiply<TFormat>(byte* w, BlockActivations x, float* y, int step)
        where TFormat : struct, IBlockFormat
    {
        var quants = stackalloc sbyte[Length];
        for (var token = 0; token < x.Tokens; token++)
            y[(long)token * step] = 0f;
        for (var block = 0; block < x.Blocks; block++)
        {
            var group = w + block / TFormat.GroupBlocks * TFormat.GroupBytes;
            var inGroup = block % TFormat.GroupBlocks;
            var header = TFormat.Header(group, inGroup);
            TFormat.Quants(group, inGroup).AsSByte().Store(quants);
            for (var token = 0; token < x.Tokens; token++)
            {
                var at = ((long)(token / x.Width) * x.Blocks + block) * x.Width + token % x.Width;
                var (dot0, dot1) = Dot(quants, x.Bytes + at * Length);
                var dot = BlockReference.Combine<TFormat>(header, dot0, dot1, x.SumPairs[at]);
                ref var sum = ref y[(long)token * step];
                sum = BlockReference.Add<TFormat>(sum, header, dot, x.Scales[at], x.ScaledSums[at]);
            }
        }
    }

    /// <summary>Products of the first 16 bytes and of the other 16; of a weight and an activation they fit in 16 bits, and two do.</summary>
    private static (int First, int Second) Dot(sbyte* w, sbyte* x)
    {
        const int half = Length / 2;
        if (Vector<sbyte>.Count == Length)
        {
            Vector.Widen(Unsafe.ReadUnaligned<Vector<sbyte>>(w), out var w0, out var w1);
            Vector.Widen(Unsafe.ReadUnaligned<Vector<sbyte>>(x), out var x0, out var x1);
            return (Sum(w0 * x0), Sum(w1 * x1));
        }

        return Vector<sbyte>.Count == half
            ? (DotHalf(w, x), DotHalf(w + half, x + half))
            : (BlockReference.Dot(w, x, half), BlockReference.Dot(w + half, x + half, half));
    }

    private static int DotHalf(sbyte* w, sbyte* x)
    {
        Vector.Widen(Unsafe.ReadUnaligned<Vector<sbyte>>(w), out var w0, out var w1);
        Vector.Widen(Unsafe.ReadUnaligned<Vector<sbyte>>(x), out var x0, out var x1);
        return Sum(w0 * x0 + w1 * x1);
    }

    private static int Sum(Vector<short> products)
    {
        Vector.Widen(products, out var low, out var high);
        return Vector.Sum(low + high);
    }
}
