using Freehold.Inference.Specialists.Classification;

namespace Freehold.Inference.Tests.Specialists;

public sealed class QuantizedRowsTests
{
    [Theory]
    [InlineData(32)]
    [InlineData(96)]
    public void A_row_comes_back_within_half_a_step(int columns)
    {
        var random = new Random(columns);
        var numbers = Enumerable.Range(0, 3 * columns).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray();
        var rows = QuantizedRows.Quantize(numbers, columns);
        Assert.Equal((3, columns), (rows.Rows, rows.Columns));
        for (var row = 0; row < rows.Rows; row++)
        {
            var sum = new float[columns];
            rows.AddScaled(row, 2, sum);
            for (var i = 0; i < columns; i++)
                Assert.InRange(sum[i] / 2, numbers[(row * columns) + i] - 0.04f, numbers[(row * columns) + i] + 0.04f);
        }
    }

    [Fact]
    public void Rows_add_up()
    {
        var rows = QuantizedRows.Quantize([.. Enumerable.Repeat(7f, 32), .. Enumerable.Repeat(-7f, 32)], 32);
        var sum = new float[32];
        rows.AddScaled(0, 3, sum);
        rows.AddScaled(1, 1, sum);
        Assert.All(sum, number => Assert.Equal(14f, number));
    }

    [Fact]
    public void A_row_of_zeros_stays_one()
    {
        var sum = new float[32];
        QuantizedRows.Quantize(new float[32], 32).AddScaled(0, 5, sum);
        Assert.All(sum, number => Assert.Equal(0f, number));
    }

    [Fact]
    public void Lengths_and_scales_are_checked()
    {
        Assert.Throws<ArgumentException>(() => new QuantizedRows(31, new byte[31], [(Half)1]));
        Assert.Throws<ArgumentException>(() => new QuantizedRows(32, new byte[15], [(Half)1]));
        Assert.Throws<ArgumentException>(() => new QuantizedRows(32, new byte[16], [Half.NaN]));
    }
}
