using System.Runtime.InteropServices;
using Freehold.Inference.Formats;
using Freehold.Inference.Kernels.Blocks;
using Freehold.Inference.Kernels.Vectors;

namespace Freehold.Inference.Tests.Kernels;

/// <summary>
/// Products with weights in blocks: the same bits from every set of instructions, for every number of tokens and threads, as from the scalar
/// reference.
/// </summary>
public sealed class BlockProductTests
{
    public static TheoryData<TensorType> Types => [.. TestRows.BlockTypes];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_path_gives_the_bits_of_the_reference(TensorType type)
    {
        foreach (var (rows, tokens, blocks) in new[] { (1, 1, 1), (7, 3, 3), (8, 1, 2), (9, 2, 5), (16, 4, 3), (17, 33, 1), (41, 5, 2), (65, 1, 9) })
        {
            var columns = blocks * type.BlockLength();
            var bytes = TestRows.Random(type, rows, columns, seed: rows);
            AssertReference(type, rows, columns, bytes, TestNumbers.Random(tokens * columns, seed: 1), tokens);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Integers_of_a_block_never_saturate(TensorType type)
    {
        var columns = Math.Max(64, type.BlockLength());
        foreach (var fill in new byte[] { 0x00, 0x7F, 0x80, 0xFF })
        {
            var bytes = TestRows.Filled(type, 33, columns, fill);
            foreach (var sign in new[] { 1f, -1f })
            {
                float[] input = [.. Enumerable.Repeat(sign, 5 * columns)];
                AssertReference(type, 33, columns, bytes, input, tokens: 5);
                AssertReference(type, 33, columns, bytes, input[..columns], tokens: 1);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_token_has_the_same_bits_alone_and_in_a_batch_and_on_any_number_of_threads(TensorType type)
    {
        const int rows = 70, tokens = 11;
        var columns = 2 * type.BlockLength();
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

    [Theory]
    [MemberData(nameof(Types))]
    public void Products_are_close_to_those_of_the_decoded_weights(TensorType type)
    {
        var columns = 2 * Math.Max(256, type.BlockLength());
        var bytes = TestRows.Random(type, 8, columns, seed: 7);
        var input = TestNumbers.Random(columns, seed: 8);
        using var matrix = new TestMatrix(type, 8, columns, bytes);
        var output = matrix.Multiply(input, 1, VectorLevels.Best);
        for (var row = 0; row < output.Length; row++)
        {
            var weights = GgmlDecoder.Decode(type, bytes[(row * matrix.Weights.RowBytes)..((row + 1) * matrix.Weights.RowBytes)]);
            var exact = weights.Zip(input, (w, x) => (double)w * x).Sum();
            // The error of an activation is at most half a step of 1/127.
            var bound = weights.Sum(w => Math.Abs((double)w)) * 0.5 / 127;
            Assert.InRange(output[row], exact - bound, exact + bound);
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_number_that_is_not_finite_spoils_its_own_token_only(float bad)
    {
        using var matrix = new TestMatrix(TensorType.Q8_0, 40, 64, TestRows.Random(TensorType.Q8_0, 40, 64, seed: 9));
        var input = TestNumbers.Random(3 * 64, seed: 10);
        var sound = matrix.Multiply(input, 3, VectorLevels.Best);
        input[64 + 3] = bad;
        var spoiled = matrix.Multiply(input, 3, VectorLevels.Best);

        Assert.Equal(sound[..40], spoiled[..40]);
        Assert.All(spoiled[40..80], value => Assert.True(float.IsNaN(value)));
        Assert.Equal(sound[80..], spoiled[80..]);
    }

    private static unsafe void AssertReference(TensorType type, int rows, int columns, byte[] bytes, float[] input, int tokens)
    {
        using var matrix = new TestMatrix(type, rows, columns, bytes);
        var x = new BlockActivations();
        x.Begin(tokens, columns, withShorts: false);
        fixed (float* start = input)
            x.Quantize(start, 0, x.Tiles, VectorLevel.Portable);
        var expected = new float[tokens * rows];
        fixed (byte* w = bytes)
        {
            for (var i = 0; i < expected.Length; i++)
                expected[i] = Reference(type, w + i % rows * matrix.Weights.RowBytes, x, i / rows);
        }

        foreach (var level in TestMatrix.Levels)
        {
            var actual = matrix.Multiply(input, tokens, level);
            Assert.True(
                MemoryMarshal.AsBytes(expected.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(actual.AsSpan())),
                $"{level}, {rows} rows, {columns} columns, {tokens} tokens: {string.Join(' ', expected)}; {string.Join(' ', actual)}");
        }
    }

    private static unsafe float Reference(TensorType type, byte* row, BlockActivations x, int token) => type switch
    {
        TensorType.Q8_0 => BlockReference.Multiply<Q8_0>(row, x, token),
        TensorType.Q4_0 => BlockReference.Multiply<Q4_0>(row, x, token),
        TensorType.Q4_1 => BlockReference.Multiply<Q4_1>(row, x, token),
        TensorType.Q5_0 => BlockReference.Multiply<Q5_0>(row, x, token),
        TensorType.Q4_K => BlockReference.Multiply<Q4_K>(row, x, token),
        TensorType.Q5_K => BlockReference.Multiply<Q5_K>(row, x, token),
        _ => BlockReference.Multiply<Q6_K>(row, x, token),
    };
}
