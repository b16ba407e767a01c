using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;

namespace Freehold.Inference.Tests.Kernels;

public sealed class DotKernelTests
{
    public static TheoryData<TensorType, int> RowLengths => TestNumbers.RowLengths();

    [Theory]
    [MemberData(nameof(RowLengths))]
    public void The_vector_paths_agree_with_the_scalar_reference(TensorType type, int length)
    {
        var row = TestNumbers.Row(type, TestNumbers.Random(length, seed: 1));
        var x = TestNumbers.Random(length, seed: 2);
        var expected = TestNumbers.ScalarDot(type, row, x);
        var decoded = new float[length];
        RowDecoder.Decode(type, row, decoded);

        Assert.Equal(expected, DotKernel.Portable(decoded, x), Tolerance(length));
        Assert.Equal(expected, DotKernel.F32(decoded, x), Tolerance(length));
        if (DotKernel.IsFused)
            Assert.Equal(expected, TestNumbers.FusedDot(type, row, x), Tolerance(length));
    }

    [Theory]
    [MemberData(nameof(RowLengths))]
    public void A_row_gives_the_same_bits_decoded_on_the_way_beforehand_or_beside_another(TensorType type, int length)
    {
        if (!DotKernel.IsFused)
        {
            Assert.Skip("This machine has no AVX2.");
            return;
        }

        var row = TestNumbers.Row(type, TestNumbers.Random(length, seed: 3));
        var (x, y) = (TestNumbers.Random(length, seed: 4), TestNumbers.Random(length, seed: 5));
        var decoded = new float[length];
        RowDecoder.Decode(type, row, decoded);

        var pair = DotKernel.FusedPair(decoded, x, y);

        Assert.Equal((TestNumbers.FusedDot(type, row, x), TestNumbers.FusedDot(type, row, y)), pair);
        Assert.Equal(DotKernel.F32(decoded, x), pair.X);
    }

    [Theory]
    [MemberData(nameof(RowLengths))]
    public void Rows_are_decoded_as_the_scalar_reference_decodes_them(TensorType type, int length)
    {
        var row = TestNumbers.Row(type, TestNumbers.Random(length, seed: 6));
        var (decoded, reference) = (new float[length], new float[length]);

        RowDecoder.Decode(type, row, decoded);
        switch (type)
        {
            case TensorType.F32: RowDecoder.Scalar<F32Row>(row, reference); break;
            case TensorType.F16: RowDecoder.Scalar<F16Row>(row, reference); break;
            case TensorType.BF16: RowDecoder.Scalar<BF16Row>(row, reference); break;
            default: RowDecoder.Scalar<Q8Row>(row, reference); break;
        }

        Assert.Equal(reference, decoded);
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
        Assert.Throws<ArgumentException>(() => DotKernel.FusedPair(new float[8], new float[8], new float[7]));
        Assert.Throws<ArgumentException>(() => RowDecoder.Decode(TensorType.Q8_0, new byte[34], new float[31]));
        Assert.Throws<ArgumentException>(() => RowDecoder.Decode(TensorType.F16, new byte[34], new float[18]));
    }

    private static float Tolerance(int length) => 1e-6f * length + 1e-6f;
}
