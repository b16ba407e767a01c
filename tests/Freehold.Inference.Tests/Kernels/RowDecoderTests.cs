using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;
using Freehold.Inference.Kernels.Vectors;

namespace Freehold.Inference.Tests.Kernels;

public sealed class RowDecoderTests
{
    public static TheoryData<TensorType> Types => [.. Enum.GetValues<TensorType>()];

    [Theory]
    [MemberData(nameof(Types))]
    public void Rows_are_decoded_to_the_numbers_that_ggml_means(TensorType type)
    {
        foreach (var length in type.BlockLength() == 1 ? [1, 7, 8, 9, 172] : new[] { 1, 2, 5 }.Select(blocks => blocks * type.BlockLength()))
        {
            var row = TestRows.Random(type, 1, length, seed: length);
            var decoded = new float[length];
            RowDecoder.Decode(type, row, decoded);
            Assert.Equal(GgmlDecoder.Decode(type, row), decoded);
        }
    }

    [Fact]
    public void Every_finite_half_is_decoded_exactly()
    {
        for (var bits = 0; bits <= ushort.MaxValue; bits++)
        {
            var half = BitConverter.UInt16BitsToHalf((ushort)bits);
            if (Half.IsFinite(half))
                Assert.Equal(BitConverter.SingleToUInt32Bits((float)half), BitConverter.SingleToUInt32Bits(HalfNumbers.ToSingle((short)bits)));
        }
    }

    [Fact]
    public void Lengths_that_differ_are_refused()
    {
        Assert.Throws<ArgumentException>(() => DotKernel.F32(new float[8], new float[7]));
        Assert.Throws<ArgumentException>(() => RowDecoder.Decode(TensorType.Q8_0, new byte[34], new float[31]));
        Assert.Throws<ArgumentException>(() => RowDecoder.Decode(TensorType.F16, new byte[34], new float[18]));
        Assert.Throws<ArgumentException>(() => RowDecoder.Decode(TensorType.Q4_K, new byte[144], new float[128]));
    }
}
