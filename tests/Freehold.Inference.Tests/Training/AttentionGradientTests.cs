using Freehold.Inference.Kernels;
using Freehold.Inference.Training.Kernels;

namespace Freehold.Inference.Tests.Training;

/// <summary>Attention and its gradients against a double loop in double precision.</summary>
public sealed class AttentionGradientTests
{
    private const int Heads = 2, HeadSize = 6;

    [Theory]
    [InlineData(int.MaxValue, 1, 5)]
    [InlineData(int.MaxValue, 48, 49)]
    [InlineData(int.MaxValue, 100, 3)]
    [InlineData(7, 30, 60)]
    [InlineData(40, 110, 2)]
    public void Output_and_gradients_are_those_of_the_double_loop(int window, int firstLength, int secondLength)
    {
        var rows = firstLength + secondLength;
        var config = TinyNetworks.Config();
        using var team = new WorkerTeam(2);
        FloatBuffer Rows(int width, int seed) => Numbers(rows * width, seed);
        var task = new AttentionTask(
            [0, firstLength, rows], window, Rows(Heads * HeadSize, 1), Rows(HeadSize, 2), Rows(HeadSize, 3), Rows(Heads * HeadSize, 0),
            Rows(Heads, 0))
        {
            OutputGradient = Rows(Heads * HeadSize, 4),
            QueryGradient = Rows(Heads * HeadSize, 5),
            KeyGradient = Rows(HeadSize, 6),
            ValueGradient = Rows(HeadSize, 7),
        };
        var attention = new CausalAttention(team, config, Math.Max(firstLength, secondLength));
        attention.Forward(task);
        var expected = Reference(task, Doubles(task.Query), Doubles(task.Key), Doubles(task.Value));
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], task.Output.Span[i], 1e-5);

        attention.Backward(task);
        AssertAlong(task, task.Query, task.QueryGradient!, 0);
        AssertAlong(task, task.Key, task.KeyGradient!, 1);
        AssertAlong(task, task.Value, task.ValueGradient!, 2);
    }

    // Along some random directions: each one meets every number of the gradient.
    private static void AssertAlong(AttentionTask task, FloatBuffer inputs, FloatBuffer gradient, int which)
    {
        const double step = 1e-6;
        for (var seed = 0; seed < 3; seed++)
        {
            var random = new Random(seed);
            double[] direction = [.. Enumerable.Range(0, inputs.Length).Select(_ => random.NextDouble() - 0.5)];
            var actual = direction.Select((value, i) => value * gradient.Span[i]).Sum();
            Assert.Equal((Loss(step) - Loss(-step)) / (2 * step), actual, 2e-4);

            double Loss(double along)
            {
                double[][] parts = [Doubles(task.Query), Doubles(task.Key), Doubles(task.Value)];
                for (var i = 0; i < direction.Length; i++)
                    parts[which][i] += along * direction[i];
                return Reference(task, parts[0], parts[1], parts[2]).Select((value, i) => value * task.OutputGradient!.Span[i]).Sum();
            }
        }
    }

    private static double[] Reference(AttentionTask task, double[] query, double[] key, double[] value)
    {
        var output = new double[query.Length];
        for (var sequence = 0; sequence + 1 < task.SequenceStarts.Length; sequence++)
        {
            for (var i = task.SequenceStarts[sequence]; i < task.SequenceStarts[sequence + 1]; i++)
            {
                for (var head = 0; head < Heads; head++)
                    Attend(i, (int)Math.Max(task.SequenceStarts[sequence], i + 1L - task.WindowTokens), i * Heads * HeadSize + head * HeadSize);
            }
        }

        return output;

        void Attend(int i, int first, int at)
        {
            var weights = new double[i - first + 1];
            for (var j = first; j <= i; j++)
            {
                for (var c = 0; c < HeadSize; c++)
                    weights[j - first] += query[at + c] * key[j * HeadSize + c] / Math.Sqrt(HeadSize);
                weights[j - first] = Math.Exp(weights[j - first]);
            }

            var sum = weights.Sum();
            for (var j = first; j <= i; j++)
            {
                for (var c = 0; c < HeadSize; c++)
                    output[at + c] += weights[j - first] / sum * value[j * HeadSize + c];
            }
        }
    }

    private static FloatBuffer Numbers(int count, int seed)
    {
        var random = new Random(seed);
        var buffer = new FloatBuffer(count);
        foreach (ref var value in buffer.Span)
            value = 2f * random.NextSingle() - 1f;
        return buffer;
    }

    private static double[] Doubles(FloatBuffer buffer) => Array.ConvertAll(buffer.Span.ToArray(), number => (double)number);
}
