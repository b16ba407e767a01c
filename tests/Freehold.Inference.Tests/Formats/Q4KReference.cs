using System.Buffers.Binary;

namespace Freehold.Inference.Tests.Formats;

/// <summary>Decodes Q4_K bit by bit, as its description in ggml has it.</summary>
internal static class Q4KReference
{
    public static float[] Decode(ReadOnlySpan<byte> block)
    {
        var numbers = new float[256];
        var (scaleUnit, minimumUnit) = ((float)BinaryPrimitives.ReadHalfLittleEndian(block), (float)BinaryPrimitives.ReadHalfLittleEndian(block[2..]));
        var packed = block[4..16];
        for (var part = 0; part < 8; part++)
        {
            int scale, minimum;
            if (part < 4)
            {
                (scale, minimum) = (packed[part] & 63, packed[part + 4] & 63);
            }
            else
            {
                scale = packed[part + 4] & 15 | packed[part - 4] >> 6 << 4;
                minimum = packed[part + 4] >> 4 | packed[part] >> 6 << 4;
            }

            for (var i = 0; i < 32; i++)
            {
                var both = block[16 + part / 2 * 32 + i];
                var level = part % 2 == 0 ? both & 15 : both >> 4;
                numbers[part * 32 + i] = scaleUnit * scale * level - minimumUnit * minimum;
            }
        }

        return numbers;
    }
}
