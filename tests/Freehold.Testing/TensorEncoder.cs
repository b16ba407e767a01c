using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Freehold.Testing;

/// <summary>How a test file stores numbers; the values are GGUF's type numbers.</summary>
public enum TensorEncoding
{
    /// <summary>32-bit IEEE.</summary>
    F32 = 0,

    /// <summary>16-bit IEEE.</summary>
    F16 = 1,

    /// <summary>Blocks of 32: a 16-bit scale and 32 signed bytes.</summary>
    [SuppressMessage("Naming", "CA1707", Justification = "The format's own name.")]
    Q8_0 = 8,

    /// <summary>The upper half of a 32-bit IEEE number.</summary>
    BF16 = 30,
}

/// <summary>Turns numbers into the bytes of a tensor.</summary>
public static class TensorEncoder
{
    /// <summary>Numbers in a Q8_0 block.</summary>
    public const int Q8BlockLength = 32;

    /// <summary>Encodes row-major values; for Q8_0 the count must be a multiple of <see cref="Q8BlockLength"/>.</summary>
    public static byte[] Encode(ReadOnlySpan<float> values, TensorEncoding encoding) => encoding switch
    {
        TensorEncoding.F32 => EncodeEach(values, 4, BinaryPrimitives.WriteSingleLittleEndian),
        TensorEncoding.F16 => EncodeEach(values, 2, (bytes, value) => BinaryPrimitives.WriteHalfLittleEndian(bytes, (Half)value)),
        TensorEncoding.BF16 => EncodeEach(values, 2, (bytes, value) =>
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, ToBFloat16(value))),
        _ => EncodeQ8(values),
    };

    private static byte[] EncodeEach(ReadOnlySpan<float> values, int width, Action<Span<byte>, float> write)
    {
        var bytes = new byte[values.Length * width];
        for (var i = 0; i < values.Length; i++)
            write(bytes.AsSpan(i * width, width), values[i]);
        return bytes;
    }

    private static ushort ToBFloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    private static byte[] EncodeQ8(ReadOnlySpan<float> values)
    {
        var blocks = values.Length / Q8BlockLength;
        var bytes = new byte[blocks * (2 + Q8BlockLength)];
        for (var b = 0; b < blocks; b++)
        {
            var source = values.Slice(b * Q8BlockLength, Q8BlockLength);
            var target = bytes.AsSpan(b * (2 + Q8BlockLength));
            var largest = 0f;
            foreach (var value in source)
                largest = MathF.Max(largest, MathF.Abs(value));

            var scale = largest / 127f;
            BinaryPrimitives.WriteHalfLittleEndian(target, (Half)scale);
            for (var i = 0; i < Q8BlockLength; i++)
                target[2 + i] = (byte)(sbyte)(scale == 0f ? 0f : MathF.Round(source[i] / scale));
        }

        return bytes;
    }
}
