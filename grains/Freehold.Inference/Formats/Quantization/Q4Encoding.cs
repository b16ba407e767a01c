using System.Buffers.Binary;

namespace Freehold.Inference.Formats.Quantization;

/// <summary>
/// Q4_0 (ggml, <c>block_q4_0</c>): a 16-bit scale, then 32 numbers of 4 bits, each a level from 0 to 15 that stands for level - 8; byte i
/// holds number i below and number i + 16 above. The scale is signed, so that the number of the largest magnitude gets level 0, the one
/// that reaches furthest.
/// </summary>
internal sealed class Q4Encoding() : WeightEncoding("Q4_0", ggufType: 2, fileType: 2, blockLength: 32, blockBytes: 18)
{
    private protected override void EncodeBlock(ReadOnlySpan<float> numbers, Span<byte> bytes)
    {
        var furthest = 0f;
        foreach (var number in numbers)
        {
            if (MathF.Abs(number) > MathF.Abs(furthest))
                furthest = number;
        }

        var scale = furthest / -8f;
        var inverse = scale == 0f ? 0f : 1f / scale;
        BinaryPrimitives.WriteHalfLittleEndian(bytes, (Half)scale);
        for (var i = 0; i < 16; i++)
            bytes[2 + i] = (byte)(Level(numbers[i] * inverse) | Level(numbers[i + 16] * inverse) << 4);
    }

    private static int Level(float scaled) => Math.Clamp((int)(scaled + 8.5f), 0, 15);
}
