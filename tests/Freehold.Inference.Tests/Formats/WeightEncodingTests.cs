using System.Buffers.Binary;
using Freehold.Inference.Formats.Quantization;

namespace Freehold.Inference.Tests.Formats;

/// <summary>Quantisers against decoders written here from the formats' description, so that both sides cannot share a mistake.</summary>
public sealed class WeightEncodingTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 50)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Q8_0_is_off_by_half_a_step_at_most(int seed)
    {
        var numbers = Random(seed, 32);
        var bytes = Encode(WeightEncoding.Q8, numbers);
        var largest = numbers.Max(MathF.Abs);
        var scale = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes);

        Assert.Equal(largest / 127, scale, largest / 127 / 1024);
        for (var i = 0; i < 32; i++)
            Assert.Equal(numbers[i], scale * (sbyte)bytes[2 + i], scale * 0.5f + largest / 2048);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Q4_0_is_off_by_half_a_step_but_at_the_far_end_by_a_whole_one(int seed)
    {
        var numbers = Random(seed, 32);
        var bytes = Encode(WeightEncoding.Q4, numbers);
        var scale = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes);
        var furthest = numbers.MaxBy(MathF.Abs);

        Assert.Equal(furthest / -8, scale, MathF.Abs(furthest) / 8 / 1024);
        for (var i = 0; i < 32; i++)
        {
            var level = i < 16 ? bytes[2 + i] & 15 : bytes[2 + i - 16] >> 4;
            var step = MathF.Abs(scale);
            var reach = MathF.Sign(numbers[i]) == MathF.Sign(furthest) ? 0.5f : 1f;
            Assert.Equal(numbers[i], scale * (level - 8), step * (reach + 0.01f));
        }
    }

    [Fact]
    public void Blocks_have_the_bytes_that_ggml_gives_them()
    {
        // Halves are exact here: the scale is 1 for both, and a half is rounded away from zero in Q8_0, up in Q4_0.
        var numbers = new float[32];
        (numbers[0], numbers[1], numbers[2], numbers[31]) = (127f, 0.5f, -0.5f, -3f);
        Assert.Equal([0x00, 0x3C, 127, 1, 0xFF], Encode(WeightEncoding.Q8, numbers)[..5]);
        Assert.Equal(0xFD, Encode(WeightEncoding.Q8, numbers)[33]);

        (numbers[0], numbers[1], numbers[2], numbers[16], numbers[31]) = (-8f, 0.5f, -0.5f, 7f, 3f);
        Assert.Equal([0x00, 0x3C, 0xF0, 0x89, 0x88], Encode(WeightEncoding.Q4, numbers)[..5]);
        Assert.Equal(0xB8, Encode(WeightEncoding.Q4, numbers)[17]);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Q4_K_is_better_than_the_grid_between_the_least_and_the_greatest(int seed)
    {
        var numbers = Random(seed, 256);
        var decoded = Q4KReference.Decode(Encode(WeightEncoding.Q4K, numbers));

        Assert.True(SquaredError(numbers, decoded) < 0.95f * SquaredError(numbers, MinMaxGrid(numbers)));
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(1e-3f)]
    [InlineData(1000f)]
    public void Q4_K_keeps_parts_of_very_different_size_apart(float unit)
    {
        var numbers = Random(7, 256);
        for (var i = 0; i < 256; i++)
            numbers[i] *= unit * (i / 32 + 1);
        var decoded = Q4KReference.Decode(Encode(WeightEncoding.Q4K, numbers));

        for (var part = 0; part < 8; part++)
        {
            var original = numbers.AsSpan(part * 32, 32).ToArray();
            var range = original.Max() - MathF.Min(0, original.Min());
            for (var i = 0; i < 32; i++)
                Assert.Equal(original[i], decoded[part * 32 + i], range / 15 + unit * 0.35f);
        }
    }

    [Fact]
    public void Zeros_stay_zeros_and_what_is_constant_stays_nearly_so()
    {
        foreach (var encoding in (WeightEncoding[])[WeightEncoding.Q8, WeightEncoding.Q4, WeightEncoding.Q4K])
            Assert.All(Encode(encoding, new float[256]).Chunk(encoding.BlockBytes).Select(block => block[0]), scale => Assert.Equal(0, scale));
        foreach (var constant in (float[])[0.25f, -0.25f])
        {
            var numbers = new float[256];
            numbers.AsSpan().Fill(constant);
            Assert.All(Q4KReference.Decode(Encode(WeightEncoding.Q4K, numbers)), value => Assert.Equal(constant, value, 0.005f));
        }
    }

    [Fact]
    public void Rows_that_are_no_whole_number_of_blocks_are_not_encoded()
    {
        Assert.False(WeightEncoding.Q8.Fits(172));
        Assert.False(WeightEncoding.Q4K.Fits(288));
        Assert.Throws<ArgumentException>(() => WeightEncoding.Q8.Encode(new float[31], new byte[34]));
        Assert.Throws<ArgumentException>(() => WeightEncoding.Q8.Encode(new float[32], new byte[33]));
    }

    [Fact]
    public void Encodings_are_found_by_name_in_any_case()
    {
        Assert.Same(WeightEncoding.Q4K, WeightEncoding.Find("q4_k"));
        Assert.Same(WeightEncoding.Q8, WeightEncoding.Find("Q8_0"));
        Assert.Null(WeightEncoding.Find("q5_1"));
    }

    private static byte[] Encode(WeightEncoding encoding, float[] numbers)
    {
        var bytes = new byte[encoding.RowBytes(numbers.Length)];
        encoding.Encode(numbers, bytes);
        return bytes;
    }

    private static float[] Random(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 0.05))];
    }

    private static float[] MinMaxGrid(float[] numbers) =>
    [
        .. numbers.Chunk(32).SelectMany(part =>
        {
            var (low, step) = (part.Min(), (part.Max() - part.Min()) / 15);
            return part.Select(number => low + MathF.Round((number - low) / step) * step);
        }),
    ];

    private static float SquaredError(float[] expected, float[] actual) => expected.Zip(actual, (a, b) => (a - b) * (a - b)).Sum();
}
