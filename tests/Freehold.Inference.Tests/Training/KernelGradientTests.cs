using Freehold.Inference.Kernels;
using Freehold.Inference.Models.Decoder;
using Freehold.Inference.Training;
using Freehold.Inference.Training.Kernels;
using Freehold.Inference.Training.Network;

namespace Freehold.Inference.Tests.Training;

/// <summary>The gradient of each kernel against central differences of the operation in double precision.</summary>
public sealed class KernelGradientTests
{
    private const double Step = 1e-5;

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(43)]
    public void Rms_norm(int size)
    {
        var (x, w, dy) = (Numbers(size, 1), Numbers(size, 2), Numbers(size, 3));
        var (dx, dw) = (new float[size], new float[size]);
        dx.AsSpan().Fill(1f);
        var scale = RmsNormBackward.Scale(x, 0.01f);
        RmsNormBackward.AddInput(x, w, scale, dy, dx);
        RmsNormBackward.AddWeight(x, scale, dy, dw);
        AssertGradient(x, [.. dx.Select(value => value - 1f)], at => Loss(at, Doubles(w)));
        AssertGradient(w, dw, at => Loss(Doubles(x), at));

        double Loss(double[] x, double[] w)
        {
            var r = 1 / Math.Sqrt(x.Average(value => value * value) + 0.01);
            return x.Select((value, i) => value * r * w[i] * dy[i]).Sum();
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(37)]
    public void Swi_glu(int size)
    {
        var (gate, up, dy) = (Numbers(size, 1, 4f), Numbers(size, 2), Numbers(size, 3));
        var (dgate, dup) = (dy.ToArray(), new float[size]);
        SwiGluBackward.Run(gate, up, dgate, dup);
        AssertGradient(gate, dgate, at => Loss(at, Doubles(up)));
        AssertGradient(up, dup, at => Loss(Doubles(gate), at));
        var (scalarGate, scalarUp) = (dy.ToArray(), new float[size]);
        SwiGluBackward.Scalar(gate, up, scalarGate, scalarUp);
        for (var i = 0; i < size; i++)
            Assert.Equal((scalarGate[i], scalarUp[i]), (dgate[i], dup[i]), Close);

        double Loss(double[] gate, double[] up) => gate.Select((g, i) => g / (1 + Math.Exp(-g)) * up[i] * dy[i]).Sum();

        static bool Close((float A, float B) x, (float A, float B) y) => Math.Abs(x.A - y.A) < 1e-5 && Math.Abs(x.B - y.B) < 1e-5;
    }

    [Theory]
    [InlineData(0f, 1f)]
    [InlineData(0.6f, 1f)]
    [InlineData(1f, 2.5f)]
    public void Loss_with_and_without_soft_targets(float share, float temperature)
    {
        var logits = Numbers(41, 1, 6f);
        int[] tokens = [4, 40, 7];
        float[] logs = [-0.2f, -2f, -5f];
        foreach (var soft in (SoftTarget?[])[null, new SoftTarget(tokens, logs)])
        {
            var gradient = logits.ToArray();
            var loss = new TokenLoss(share, temperature).Run(gradient, 9, soft, 2f);
            Assert.Equal(Loss(Doubles(logits), soft), loss, 1e-5);
            AssertGradient(logits, gradient, at => 2 * Loss(at, soft));
        }

        double Loss(double[] z, SoftTarget? soft)
        {
            var entropy = Math.Log(z.Sum(Math.Exp)) - z[9];
            if (soft is null)
                return entropy;
            var (p, q) = (Softmax([.. logs.Select(log => (double)log)]), Softmax([.. tokens.Select(token => z[token])]));
            var divergence = p.Select((value, i) => value * Math.Log(value / q[i])).Sum();
            return (1 - share) * entropy + share * temperature * temperature * divergence;
        }

        double[] Softmax(double[] x)
        {
            var powers = x.Select(value => Math.Exp(value / temperature)).ToArray();
            return [.. powers.Select(power => power / powers.Sum())];
        }
    }

    [Theory]
    [InlineData(RopeLayout.Interleaved)]
    [InlineData(RopeLayout.HalfSplit)]
    internal void Turning_back_is_the_transpose_of_turning(RopeLayout layout)
    {
        using var team = new WorkerTeam(1);
        var frequencies = RotaryFrequencies.Plain(new RopeTraits(layout, 6, 100f));
        var rotary = new RotaryPass(frequencies, 8, 12, new RowLoop(team));
        var (x, y) = (Buffer(Numbers(3 * 16, 1)), Buffer(Numbers(3 * 16, 2)));
        var (turned, back) = (Buffer(x.Span), Buffer(y.Span));
        int[] positions = [0, 5, 11];
        rotary.Forward(positions, turned, 16);
        rotary.Backward(positions, back, 16);
        Assert.NotEqual(x.Span.ToArray(), turned.Span.ToArray());
        Assert.Equal(DotKernel.F32(turned.Span, y.Span), DotKernel.F32(x.Span, back.Span), 1e-5f);
    }

    private static void AssertGradient(float[] at, float[] gradient, Func<double[], double> loss)
    {
        for (var i = 0; i < at.Length; i++)
        {
            var (up, down) = (Doubles(at), Doubles(at));
            up[i] += Step;
            down[i] -= Step;
            Assert.Equal((loss(up) - loss(down)) / (2 * Step), gradient[i], 2e-4);
        }
    }

    private static float[] Numbers(int count, int seed, float spread = 1f)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => spread * (2f * random.NextSingle() - 1f))];
    }

    private static double[] Doubles(float[] numbers) => Array.ConvertAll(numbers, number => (double)number);

    private static FloatBuffer Buffer(ReadOnlySpan<float> numbers)
    {
        var buffer = new FloatBuffer(numbers.Length);
        numbers.CopyTo(buffer.Span);
        return buffer;
    }
}
