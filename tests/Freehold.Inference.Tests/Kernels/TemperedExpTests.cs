using Freehold.Inference.Kernels;
using Freehold.Inference.Sampling;

namespace Freehold.Inference.Tests.Kernels;

public sealed class TemperedExpTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_023)]
    [InlineData(1_025)]
    [InlineData(4_099)]
    public void Weights_and_sums_are_those_of_the_scalar_reference(int length)
    {
        var random = new Random(length);
        var x = Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() * 30 - 25)).ToArray();
        if (length > 1)
            x[length / 2] = float.NegativeInfinity;
        var expected = new float[length];
        var total = TemperedExp.Scalar(x, 5f, 0.7f, expected);
        var (weights, sums) = (new float[length], new double[(length + TemperedExp.ChunkSize - 1) / TemperedExp.ChunkSize]);

        Assert.Equal(1, TemperedExp.Sum(x, 5f, 0.7f) / total, 1e-5);
        Assert.Equal(1, TemperedExp.Fill(x, 5f, 0.7f, weights, sums) / total, 1e-5);
        Assert.Equal(1, sums.Sum() / total, 1e-5);
        for (var i = 0; i < length; i++)
            Assert.Equal(expected[i], weights[i], 1e-6 + expected[i] * 1e-5);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(64)]
    [InlineData(203)]
    public void A_mask_leaves_what_is_allowed_and_takes_out_the_rest(int length)
    {
        var random = new Random(length);
        var allowed = new ulong[(length + 63) / 64];
        for (var i = 0; i < allowed.Length; i++)
            allowed[i] = (ulong)random.NextInt64() << 1 | (uint)random.Next(2);
        var logits = Enumerable.Range(0, length).Select(i => (float)i).ToArray();
        MaskKernel.Apply(logits, allowed);
        for (var i = 0; i < length; i++)
            Assert.Equal((allowed[i / 64] >> (i % 64) & 1) == 1 ? i : float.NegativeInfinity, logits[i]);
    }
}
