using System.Buffers.Binary;

namespace Freehold.Inference.Formats.Quantization;

/// <summary>
/// Q4_K (ggml, <c>block_q4_K</c>): 256 numbers in eight parts of 32. A number is scale * level - minimum with a level from 0 to 15; the
/// parts' scales and minima are 6-bit multiples of two 16-bit numbers. 144 bytes: the two, 12 bytes of multiples, 128 of levels.
/// </summary>
internal sealed class Q4KEncoding() : WeightEncoding("Q4_K", ggufType: 12, fileType: 14, blockLength: Parts * PartLength, blockBytes: 144)
{
    private const int Parts = 8, PartLength = AffineFit.Length, MaxMultiple = 63;
    private const int MultiplesAt = 4, LevelsAt = 16;

    private protected override void EncodeBlock(ReadOnlySpan<float> numbers, Span<byte> bytes)
    {
        Span<float> scales = stackalloc float[Parts];
        Span<float> minima = stackalloc float[Parts];
        for (var part = 0; part < Parts; part++)
            (scales[part], minima[part]) = AffineFit.Best(numbers.Slice(part * PartLength, PartLength));

        Span<byte> scaleMultiples = stackalloc byte[Parts];
        Span<byte> minimumMultiples = stackalloc byte[Parts];
        var scaleUnit = Quantize(scales, scaleMultiples, bytes);
        var minimumUnit = Quantize(minima, minimumMultiples, bytes[2..]);
        PackMultiples(scaleMultiples, minimumMultiples, bytes[MultiplesAt..LevelsAt]);

        // Levels are chosen anew for the scales that the reader will see.
        bytes[LevelsAt..].Clear();
        for (var part = 0; part < Parts; part++)
        {
            var scale = scaleUnit * scaleMultiples[part];
            var minimum = minimumUnit * minimumMultiples[part];
            var levels = bytes[(LevelsAt + part / 2 * PartLength)..];
            for (var i = 0; i < PartLength && scale > 0f; i++)
            {
                var level = Math.Clamp((int)MathF.Round((numbers[part * PartLength + i] + minimum) / scale), 0, AffineFit.MaxLevel);
                levels[i] |= (byte)(level << part % 2 * 4);
            }
        }
    }

    /// <summary>Writes the unit as a 16-bit number and returns it as the reader will see it; the multiples are of that.</summary>
    private static float Quantize(ReadOnlySpan<float> values, Span<byte> multiples, Span<byte> unitBytes)
    {
        var largest = 0f;
        foreach (var value in values)
            largest = MathF.Max(largest, value);
        var half = (Half)(largest / MaxMultiple);
        BinaryPrimitives.WriteHalfLittleEndian(unitBytes, half);
        var unit = (float)half;
        for (var i = 0; i < values.Length; i++)
            multiples[i] = unit > 0f ? (byte)Math.Clamp(MathF.Round(values[i] / unit), 0f, MaxMultiple) : (byte)0;
        return unit;
    }

    /// <summary>
    /// Sixteen 6-bit numbers in 12 bytes. Of parts 0 to 3 the scales are the low six bits of bytes 0 to 3 and the minima those of bytes 4
    /// to 7; of parts 4 to 7 the low four bits share bytes 8 to 11, and the high two bits fill up bytes 0 to 7.
    /// </summary>
    private static void PackMultiples(ReadOnlySpan<byte> scales, ReadOnlySpan<byte> minima, Span<byte> packed)
    {
        for (var i = 0; i < 4; i++)
        {
            packed[i] = (byte)(scales[i] | scales[i + 4] >> 4 << 6);
            packed[i + 4] = (byte)(minima[i] | minima[i + 4] >> 4 << 6);
            packed[i + 8] = (byte)(scales[i + 4] & 15 | (minima[i + 4] & 15) << 4);
        }
    }
}
