using System.Buffers.Binary;

namespace Freehold.Inference.Formats.Quantization;

/// <summary>
/// Q8_0 (ggml, <c>block_q8_0</c>): the scale is the largest magnitude / 127 as a 16-bit number, then 32 signed bytes. Bytes are rounded by
/// the scale before it was rounded to 16 bits, half away from zero, which is what makes files equal to ggml's byte for byte.
/// </summary>
internal sealed class Q8Encoding() : WeightEncoding("Q8_0", ggufType: 8, fileType: 7, blockLength: 32, blockBytes: 34)
{
    private protected override void EncodeBlock(ReadOnlySpan<float> numbers, Span<byte> bytes)
    {
        var largest = 0f;
        foreach (var number in numbers)
            largest = MathF.Max(largest, MathF.Abs(number));

        var scale = largest / 127f;
        var inverse = scale == 0f ? 0f : 1f / scale;
        BinaryPrimitives.WriteHalfLittleEndian(bytes, (Half)scale);
        for (var i = 0; i < numbers.Length; i++)
            bytes[2 + i] = (byte)(sbyte)MathF.Round(numbers[i] * inverse, MidpointRounding.AwayFromZero);
    }
}
