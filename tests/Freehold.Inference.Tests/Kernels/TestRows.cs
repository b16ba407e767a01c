using System.Buffers.Binary;
using Freehold.Inference.Formats;

namespace Freehold.Inference.Tests.Kernels;

/// <summary>Stored rows of random bits with sound scales.</summary>
internal static class TestRows
{
    public static readonly TensorType[] BlockTypes = [.. Enum.GetValues<TensorType>().Where(type => type.BlockLength() > 1)];

    public static readonly TensorType[] FloatTypes = [.. Enum.GetValues<TensorType>().Where(type => type.BlockLength() == 1)];

    /// <summary>[rows, columns] of any format.</summary>
    public static byte[] Random(TensorType type, int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var bytes = new byte[(long)rows * columns / type.BlockLength() * type.BlockBytes()];
        random.NextBytes(bytes);
        SetScales(type, bytes, () => 0.05f * (random.NextSingle() - 0.5f));
        return bytes;
    }

    /// <summary>[rows, columns] with every quant and sub at the same bits, and a scale of 1.</summary>
    public static byte[] Filled(TensorType type, int rows, int columns, byte fill)
    {
        var bytes = new byte[(long)rows * columns / type.BlockLength() * type.BlockBytes()];
        Array.Fill(bytes, fill);
        SetScales(type, bytes, () => 1f);
        return bytes;
    }

    private static void SetScales(TensorType type, byte[] bytes, Func<float> scale)
    {
        for (var at = 0; at < bytes.Length; at += type.BlockBytes())
        {
            var block = bytes.AsSpan(at, type.BlockBytes());
            switch (type)
            {
                case TensorType.F32: BinaryPrimitives.WriteSingleLittleEndian(block, scale()); break;
                case TensorType.BF16: block[1] = (byte)((block[1] & 0x80) | 0x3C); break;
                case TensorType.F16 or TensorType.Q8_0 or TensorType.Q4_0 or TensorType.Q5_0: WriteHalf(block); break;
                case TensorType.Q6_K: WriteHalf(block[208..]); break;
                default:
                    WriteHalf(block);
                    WriteHalf(block[2..]);
                    break;
            }
        }

        void WriteHalf(Span<byte> target) => BinaryPrimitives.WriteHalfLittleEndian(target, (Half)scale());
    }
}
