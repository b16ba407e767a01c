using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Freehold.Inference.Kernels.Blocks;

/// <summary>A block of activations as bytes.</summary>
/// <param name="Scale">What a byte counts.</param>
/// <param name="Sum0">Sum of the first 16 bytes.</param>
/// <param name="Sum1">Sum of the other 16.</param>
internal readonly record struct QuantizedBlock(float Scale, int Sum0, int Sum1);

/// <summary>32 floats to signed bytes; see <see cref="BlockActivations"/> for the rule.</summary>
internal static unsafe class BlockQuantizer
{
    private const int MaxByte = 127;
    private const int Length = IBlockFormat.BlockLength;

    // Below this a scale's reciprocal is no finite number; such activations are zero to any model.
    private const float SmallestLargest = 1e-35f;

    private const int MagnitudeBits = 0x7FFF_FFFF;
    private const int InfinityBits = 0x7F80_0000;

    public static QuantizedBlock Zero(sbyte* bytes)
    {
        new Span<sbyte>(bytes, Length).Clear();
        return default;
    }

    /// <summary>Needs AVX2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static QuantizedBlock Vectorized(float* x, sbyte* bytes)
    {
        var (a, b, c, d) = (Vector256.Load(x), Vector256.Load(x + 8), Vector256.Load(x + 16), Vector256.Load(x + 24));
        // Magnitudes compare as integers do, and NaN as the largest of all.
        var magnitudes = Vector256.Max(Vector256.Max(Magnitude(a), Magnitude(b)), Vector256.Max(Magnitude(c), Magnitude(d)));
        var four = Vector128.Max(magnitudes.GetLower(), magnitudes.GetUpper());
        var two = Vector128.Max(four, Sse2.Shuffle(four, 0b01_00_11_10));
        var bits = Vector128.Max(two, Sse2.Shuffle(two, 0b00_00_00_01)).ToScalar();
        if (bits >= InfinityBits)
            return Zero(bytes) with { Scale = float.NaN };

        var largest = BitConverter.Int32BitsToSingle(bits);
        if (largest < SmallestLargest)
            return Zero(bytes);

        var inverse = Vector256.Create(MaxByte / largest);
        var low = Avx2.PackSignedSaturate(Avx.ConvertToVector256Int32(a * inverse), Avx.ConvertToVector256Int32(b * inverse));
        var high = Avx2.PackSignedSaturate(Avx.ConvertToVector256Int32(c * inverse), Avx.ConvertToVector256Int32(d * inverse));
        var packed = Avx2.PackSignedSaturate(low, high).AsInt32();
        var ordered = Avx2.PermuteVar8x32(packed, Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7)).AsSByte();
        ordered.Store(bytes);

        var pairs = Avx2.MultiplyAddAdjacent(Vector256<byte>.One, ordered);
        var sums = Avx2.MultiplyAddAdjacent(pairs, Vector256<short>.One);
        return new QuantizedBlock(largest / MaxByte, Vector128.Sum(sums.GetLower()), Vector128.Sum(sums.GetUpper()));
    }

    /// <summary>Scalar reference, and the path of machines without AVX2.</summary>
    public static QuantizedBlock Scalar(float* x, sbyte* bytes)
    {
        var bits = 0;
        for (var i = 0; i < Length; i++)
            bits = Math.Max(bits, BitConverter.SingleToInt32Bits(x[i]) & MagnitudeBits);
        if (bits >= InfinityBits)
            return Zero(bytes) with { Scale = float.NaN };

        var largest = BitConverter.Int32BitsToSingle(bits);
        if (largest < SmallestLargest)
            return Zero(bytes);

        var inverse = MaxByte / largest;
        var (sum0, sum1) = (0, 0);
        for (var i = 0; i < Length; i++)
        {
            bytes[i] = (sbyte)Math.Clamp((int)MathF.Round(x[i] * inverse), -MaxByte - 1, MaxByte);
            if (i < Length / 2)
                sum0 += bytes[i];
            else
                sum1 += bytes[i];
        }

        return new QuantizedBlock(largest / MaxByte, sum0, sum1);
    }

    /// <summary>Bytes to 16-bit numbers in the order of <see cref="BlockActivations.Shorts"/>.</summary>
    public static void Widen(sbyte* bytes, short* target)
    {
        // As 16-bit numbers, every pair of bytes holds an even one below and an odd one above.
        var pairs = Vector256.Load((short*)bytes);
        Vector256.ShiftRightArithmetic(Vector256.ShiftLeft(pairs, 8), 8).Store(target);
        Vector256.ShiftRightArithmetic(pairs, 8).Store(target + Length / 2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Magnitude(Vector256<float> x) => x.AsInt32() & Vector256.Create(MagnitudeBits);
}
