using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;

namespace Freehold.Inference.Tests.Kernels;

public sealed class MatMulTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void Three_products_of_different_formats_share_their_input(int tokens)
    {
        const int columns = 256;
        var input = TestNumbers.Random(tokens * columns, seed: 1);
        using var a = new TestMatrix(TensorType.Q4_K, 40, columns, TestRows.Random(TensorType.Q4_K, 40, columns, seed: 2));
        using var b = new TestMatrix(TensorType.F16, 9, columns, TestRows.Random(TensorType.F16, 9, columns, seed: 3));
        using var c = new TestMatrix(TensorType.Q8_0, 50, columns, TestRows.Random(TensorType.Q8_0, 50, columns, seed: 4));
        foreach (var level in TestMatrix.Levels)
        {
            using var team = new WorkerTeam(2);
            var matMul = new MatMul(team, level);
            float[] ya = new float[tokens * 40], yb = new float[tokens * 9], yc = new float[tokens * 50];
            matMul.Run(input, tokens, a.Weights, ya, b.Weights, yb, c.Weights, yc);

            Assert.Equal(a.Multiply(input, tokens, level), ya);
            Assert.Equal(b.Multiply(input, tokens, level), yb);
            Assert.Equal(c.Multiply(input, tokens, level), yc);
        }
    }

    [Fact]
    public void Buffers_that_are_too_short_are_refused()
    {
        using var matrix = new TestMatrix(TensorType.Q8_0, 8, 64, TestRows.Random(TensorType.Q8_0, 8, 64, seed: 2));
        using var team = new WorkerTeam(1);
        var matMul = new MatMul(team);
        Assert.Throws<ArgumentException>(() => matMul.Run(new float[127], 2, matrix.Weights, new float[16]));
        Assert.Throws<ArgumentException>(() => matMul.Run(new float[128], 2, matrix.Weights, new float[15]));
    }
}
