using Freehold.Inference.Kernels;
using Freehold.Inference.Models.Decoder;

namespace Freehold.Inference.Tests.Kernels;

/// <summary>Normalisation, activation, softmax and rotation against their scalar references, on odd sizes.</summary>
public sealed class SmallKernelTests
{
    public static TheoryData<int> Sizes => [1, 3, 7, 8, 9, 15, 16, 17, 64, 172, 513];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void RmsNorm_agrees_with_its_reference(int size)
    {
        var (x, weight) = (TestNumbers.Random(size, 1), TestNumbers.Random(size, 2));
        var (fast, reference) = (new float[size], new float[size]);
        RmsNorm.Apply(x, weight, 1e-5f, fast);
        RmsNorm.Scalar(x, weight, 1e-5f, reference);
        AssertClose(reference, fast, 1e-5f);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void SwiGlu_agrees_with_its_reference(int size)
    {
        var (fast, up) = (TestNumbers.Random(size, 3).Select(value => value * 20f).ToArray(), TestNumbers.Random(size, 4));
        var reference = fast.ToArray();
        Elementwise.SwiGlu(fast, up);
        Elementwise.SwiGluScalar(reference, up);
        AssertClose(reference, fast, 1e-5f);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Sums_and_scales_are_elementwise(int size)
    {
        var (x, y) = (TestNumbers.Random(size, 5), TestNumbers.Random(size, 6));
        var (sum, scaledSum, scaled) = (x.ToArray(), x.ToArray(), x.ToArray());
        Elementwise.Add(sum, y);
        Elementwise.AddScaled(scaledSum, 3f, y);
        Elementwise.Scale(scaled, 3f);
        for (var i = 0; i < size; i++)
        {
            Assert.Equal(x[i] + y[i], sum[i]);
            Assert.Equal(MathF.FusedMultiplyAdd(y[i], 3f, x[i]), scaledSum[i], 1e-6f);
            Assert.Equal(3f * x[i], scaled[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void LogSumExp_and_ArgMax_agree_with_their_references(int size)
    {
        var x = TestNumbers.Random(size, 7).Select(value => value * 40f).ToArray();
        Assert.Equal(LogSoftmax.Scalar(x), LogSoftmax.LogSumExp(x), 1e-5);
        Assert.Equal(Array.IndexOf(x, x.Max()), LogSoftmax.ArgMax(x));
    }

    [Theory]
    [InlineData(1, 8)]
    [InlineData(63, 10)]
    [InlineData(64, 10)]
    [InlineData(65, 10)]
    [InlineData(200, 7)]
    public void Attention_in_blocks_agrees_with_attention_at_once(int positions, int headSize)
    {
        const int block = 64;
        var stride = headSize + 3;
        var query = TestNumbers.Random(headSize, 8).Select(value => value * 6f).ToArray();
        var (keys, values) = (TestNumbers.Random(positions * stride, 9), TestNumbers.Random(positions * stride, 10));
        var (fast, reference) = (new float[headSize], new float[headSize]);

        var state = AttentionKernel.Begin(fast);
        for (var start = 0; start < positions; start += block)
        {
            state = AttentionKernel.AddBlock(
                query, keys.AsSpan(start * stride), values.AsSpan(start * stride), stride, Math.Min(block, positions - start),
                state, fast, new float[block]);
        }

        AttentionKernel.End(state, fast);
        AttentionKernel.Scalar(query, keys, values, stride, positions, reference);
        AssertClose(reference, fast, 1e-5f);
    }

    [Fact]
    public void Both_rotary_layouts_turn_the_same_pairs()
    {
        const int size = 10, heads = 3, position = 777;
        var (interleaved, halfSplit) = (TestNumbers.Random(size * heads, 11), new float[size * heads]);
        for (var i = 0; i < interleaved.Length; i++)
            halfSplit[HalfSplitIndex(i)] = interleaved[i];

        Turn(RopeLayout.Interleaved, interleaved);
        Turn(RopeLayout.HalfSplit, halfSplit);

        for (var i = 0; i < interleaved.Length; i++)
            Assert.Equal(interleaved[i], halfSplit[HalfSplitIndex(i)]);

        int HalfSplitIndex(int i) => i / size * size + i % size / 2 + i % 2 * (size / 2);

        void Turn(RopeLayout layout, float[] values)
        {
            var rope = new Rope(Frequencies(layout, size), size);
            var (cos, sin) = (new float[rope.Pairs], new float[rope.Pairs]);
            rope.Angles(position, cos, sin);
            rope.Apply(values, cos, sin);
        }
    }

    [Fact]
    public void The_first_pair_turns_by_one_radian_a_position()
    {
        float[] head = [1f, 0f, 1f, 0f];
        var rope = new Rope(Frequencies(RopeLayout.Interleaved, 4), 4);
        var (cos, sin) = (new float[2], new float[2]);
        rope.Angles(2, cos, sin);
        rope.Apply(head, cos, sin);

        Assert.Equal([MathF.Cos(2f), MathF.Sin(2f), MathF.Cos(0.02f), MathF.Sin(0.02f)], head);
    }

    private static RotaryFrequencies Frequencies(RopeLayout layout, int size) =>
        new(layout, [.. Enumerable.Range(0, size / 2).Select(i => Math.Pow(10_000, -2.0 * i / size))], 1f);

    private static void AssertClose(float[] expected, float[] actual, float tolerance)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance * MathF.Max(1f, MathF.Abs(expected[i])));
    }
}
