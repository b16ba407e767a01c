using Freehold.Inference.Kernels.Blocks;
using Freehold.Inference.Kernels.Vectors;

namespace Freehold.Inference.Tests.Kernels;

public sealed unsafe class BlockQuantizerTests
{
    private const int Length = 32;

    public static TheoryData<float> Magnitudes => [0f, 1e-42f, 1e-36f, 1e-30f, 1e-6f, 1f, 777f, 1e30f, float.MaxValue, float.PositiveInfinity, float.NaN];

    [Theory]
    [MemberData(nameof(Magnitudes))]
    public void The_vector_path_agrees_with_the_scalar_reference(float magnitude)
    {
        if (!VectorLevel.Avx2.IsSupported())
        {
            Assert.Skip("This machine has no AVX2.");
            return;
        }

        for (var seed = 0; seed < 20; seed++)
        {
            float[] x = [.. TestNumbers.Random(Length, seed).Select(value => value * magnitude)];
            x[seed] = magnitude;
            var (fast, reference) = (new sbyte[Length], new sbyte[Length]);
            fixed (float* source = x)
            fixed (sbyte* a = fast, b = reference)
                Assert.Equal(BlockQuantizer.Scalar(source, b), BlockQuantizer.Vectorized(source, a));
            Assert.Equal(reference, fast);
        }
    }

    [Fact]
    public void Ties_go_to_even_and_sums_are_those_of_the_halves()
    {
        var x = new float[Length];
        (x[0], x[1], x[2], x[16], x[17]) = (127f, 0.5f, 1.5f, -2.5f, -127f);
        var bytes = new sbyte[Length];
        QuantizedBlock block;
        fixed (float* source = x)
        fixed (sbyte* target = bytes)
            block = BlockQuantizer.Scalar(source, target);

        Assert.Equal([127, 0, 2, -2, -127], new[] { bytes[0], bytes[1], bytes[2], bytes[16], bytes[17] });
        Assert.Equal(new QuantizedBlock(1f, 129, -129), block);
    }
}
