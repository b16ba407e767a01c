using Freehold.Inference.Kernels;

namespace Freehold.Inference.Tests.Kernels;

/// <summary>GELU in both forms, the soft-cap and LayerNorm against references in double precision, on odd sizes.</summary>
public sealed class ActivationTests
{
    public static TheoryData<int> Sizes => [1, 3, 7, 8, 9, 15, 16, 17, 64, 172, 513];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Geglu_is_the_tanh_form_of_gelu_times_up(int size)
    {
        var (gate, up) = (Wide(size, 1), TestNumbers.Random(size, 2));
        var scalar = gate.ToArray();
        var expected = gate.Zip(up, (x, y) => (float)(Gelu(x) * y)).ToArray();

        Elementwise.GegluTanh(gate, up);
        Elementwise.GegluTanhScalar(scalar, up);

        AssertClose(expected, gate);
        AssertClose(expected, scalar);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Gelu_by_the_error_function_has_its_series_values(int size)
    {
        var x = Wide(size, 3);
        var scalar = x.ToArray();
        var expected = x.Select(value => (float)(0.5 * value * (1 + Erf(value / Math.Sqrt(2))))).ToArray();

        GeluErf.Apply(x);
        GeluErf.Scalar(scalar);

        AssertClose(expected, x);
        AssertClose(expected, scalar);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Layer_norm_agrees_with_double_precision(int size)
    {
        var x = TestNumbers.Random(size, 4).Select(value => value * 3f + 100f).ToArray();
        var (weight, bias, expected) = (TestNumbers.Random(size, 5), TestNumbers.Random(size, 6), x.ToArray());

        LayerNorm.Apply(x, weight, bias, 1e-5f);
        LayerNorm.Scalar(expected, weight, bias, 1e-5f);

        for (var i = 0; i < size; i++)
            Assert.Equal(expected[i], x[i], 1e-3f);
    }

    [Fact]
    public void A_soft_cap_keeps_small_numbers_and_bounds_large_ones()
    {
        float[] x = [0.01f, -0.01f, 1e6f, -1e6f, 30f];
        Elementwise.SoftCap(x, 30f);
        float[] expected = [0.01f, -0.01f, 30f, -30f, 30f * MathF.Tanh(1f)];
        AssertClose(expected, x);
    }

    private static double Gelu(double x) => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));

    private static float[] Wide(int size, int seed) => [.. TestNumbers.Random(size, seed).Select(value => value * 8f)];

    // Maclaurin's series, up to where it would cancel; from 4 on, erf is 1 but for 2e-8.
    private static double Erf(double x)
    {
        if (Math.Abs(x) > 4)
            return Math.Sign(x);
        var (term, sum) = (x, x);
        for (var n = 1; n < 300; n++)
        {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * sum;
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 2e-6f * MathF.Max(1f, MathF.Abs(expected[i])));
    }
}
