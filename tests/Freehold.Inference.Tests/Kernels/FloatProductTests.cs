using Freehold.Inference.Formats;

namespace Freehold.Inference.Tests.Kernels;

/// <summary>Products with weights that stand alone: close to a double-precision sum, and on one machine always the same bits.</summary>
public sealed class FloatProductTests
{
    public static TheoryData<TensorType> Types => [.. TestRows.FloatTypes];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_path_agrees_with_the_reference(TensorType type)
    {
        foreach (var (rows, tokens, columns) in new[] { (1, 1, 1), (3, 2, 7), (8, 1, 8), (9, 3, 9), (16, 4, 31), (17, 33, 33), (20, 8, 172), (12, 7, 64) })
        {
            var bytes = TestRows.Random(type, rows, columns, seed: rows);
            var weights = GgmlDecoder.Decode(type, bytes);
            var input = TestNumbers.Random(tokens * columns, seed: 2);
            using var matrix = new TestMatrix(type, rows, columns, bytes);
            foreach (var level in TestMatrix.Levels)
            {
                var actual = matrix.Multiply(input, tokens, level);
                for (var i = 0; i < actual.Length; i++)
                {
                    var (token, row) = Math.DivRem(i, rows);
                    var expected = 0.0;
                    for (var k = 0; k < columns; k++)
                        expected += (double)weights[row * columns + k] * input[token * columns + k];
                    Assert.Equal(expected, actual[i], 1e-6 * columns);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_token_has_the_same_bits_alone_and_in_a_batch_and_on_any_number_of_threads(TensorType type)
    {
        const int rows = 27, tokens = 11, columns = 172;
        using var matrix = new TestMatrix(type, rows, columns, TestRows.Random(type, rows, columns, seed: 5));
        var input = TestNumbers.Random(tokens * columns, seed: 6);
        foreach (var level in TestMatrix.Levels)
        {
            var batch = matrix.Multiply(input, tokens, level);
            Assert.Equal(batch, matrix.Multiply(input, tokens, level, threads: 3));
            for (var token = 0; token < tokens; token++)
                Assert.Equal(batch[(token * rows)..((token + 1) * rows)], matrix.Multiply(input[(token * columns)..], 1, level));
        }
    }
}
