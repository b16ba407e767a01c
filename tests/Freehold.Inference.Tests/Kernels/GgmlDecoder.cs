using System.Buffers.Binary;
using Freehold.Inference.Formats;

namespace Freehold.Inference.Tests.Kernels;

/// <summary>Numbers of ggml's blocks one by one, written from the formats' description and sharing nothing with the kernels.</summary>
internal static class GgmlDecoder
{
    public static float[] Decode(TensorType type, byte[] row)
    {
        var values = new List<float>();
        for (var at = 0; at < row.Length; at += type.BlockBytes())
        {
            var block = row.AsSpan(at, type.BlockBytes()).ToArray();
            for (var i = 0; i < type.BlockLength(); i++)
                values.Add(Number(type, block, i));
        }

        return [.. values];
    }

    private static float Number(TensorType type, byte[] b, int i) => type switch
    {
        TensorType.F32 => BinaryPrimitives.ReadSingleLittleEndian(b),
        TensorType.F16 => Half(b, 0),
        TensorType.BF16 => BitConverter.Int32BitsToSingle((b[0] << 16) | (b[1] << 24)),
        TensorType.Q8_0 => Half(b, 0) * (sbyte)b[2 + i],
        TensorType.Q4_0 => Half(b, 0) * (Nibble32(b, 2, i) - 8),
        TensorType.Q4_1 => Half(b, 0) * Nibble32(b, 4, i) + Half(b, 2),
        TensorType.Q5_0 => Half(b, 0) * ((Nibble32(b, 6, i) | (b[2 + i / 8] >> (i % 8) & 1) << 4) - 16),
        TensorType.Q4_K => KNumber(b, i, Nibble64(b, 16, i)),
        TensorType.Q5_K => KNumber(b, i, Nibble64(b, 48, i) | (b[16 + i % 32] >> (i / 32) & 1) << 4),
        _ => Q6Number(b, i),
    };

    private static float Half(byte[] b, int at) => (float)BinaryPrimitives.ReadHalfLittleEndian(b.AsSpan(at));

    // 32 numbers in 16 bytes: the low halves first.
    private static int Nibble32(byte[] b, int at, int i) => i < 16 ? b[at + i] & 15 : b[at + i - 16] >> 4;

    // 64 numbers in 32 bytes: the low halves first.
    private static int Nibble64(byte[] b, int at, int i) => b[at + i / 64 * 32 + i % 32] >> (i % 64 < 32 ? 0 : 4) & 15;

    private static float KNumber(byte[] b, int i, int quant)
    {
        var j = i / 32;
        var scale = j < 4 ? b[4 + j] & 63 : (b[8 + j] & 15) | (b[j] >> 6) << 4;
        var minimum = j < 4 ? b[8 + j] & 63 : b[8 + j] >> 4 | (b[4 + j] >> 6) << 4;
        return Half(b, 0) * scale * quant - Half(b, 2) * minimum;
    }

    private static float Q6Number(byte[] b, int i)
    {
        var (half, part, l) = (i / 128, i % 128 / 32, i % 32);
        var low = b[64 * half + 32 * (part % 2) + l] >> (part < 2 ? 0 : 4) & 15;
        var high = b[128 + 32 * half + l] >> (2 * part) & 3;
        return Half(b, 208) * (sbyte)b[192 + i / 16] * ((low | high << 4) - 32);
    }
}
