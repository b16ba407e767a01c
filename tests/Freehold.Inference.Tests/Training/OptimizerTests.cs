using Freehold.Inference.Kernels;
using Freehold.Inference.Training;
using Freehold.Inference.Training.Data;
using Freehold.Inference.Training.Kernels;
using Freehold.Inference.Training.Network;

namespace Freehold.Inference.Tests.Training;

/// <summary>The optimizer, the learning rate, and the order of the data.</summary>
public sealed class OptimizerTests
{
    [Fact]
    public void AdamW_takes_the_steps_of_the_paper()
    {
        const int size = 19;
        float[] weights = [.. Enumerable.Range(0, size).Select(i => MathF.Sin(i))];
        double[] expected = [.. weights.Select(weight => (double)weight)];
        var (mean, squares) = (new float[size], new float[size]);
        var (exactMean, exactSquares) = (new double[size], new double[size]);
        for (var step = 1; step <= 20; step++)
        {
            float[] gradients = [.. Enumerable.Range(0, size).Select(i => MathF.Cos(i * step))];
            new AdamW(0.05f, 0.8f, 0.95f, 1e-6f, 0.1f, step).Apply(weights, gradients, 0.5f, mean, squares);
            for (var i = 0; i < size; i++)
            {
                var g = 0.5 * gradients[i];
                exactMean[i] = 0.8 * exactMean[i] + 0.2 * g;
                exactSquares[i] = 0.95 * exactSquares[i] + 0.05 * g * g;
                var (m, v) = (exactMean[i] / (1 - Math.Pow(0.8, step)), exactSquares[i] / (1 - Math.Pow(0.95, step)));
                expected[i] -= 0.05 * (m / (Math.Sqrt(v) + 1e-6) + 0.1 * expected[i]);
                Assert.Equal(expected[i], weights[i], 1e-4);
            }
        }
    }

    [Fact]
    public void Norms_and_biases_do_not_decay()
    {
        using var team = new WorkerTeam(1);
        var parameters = new ParameterSet();
        var (matrix, vector) = (parameters.Add("m", 3, 5), parameters.Add("v", 1, 5));
        parameters.Allocate();
        parameters.Values.Span.Fill(1f);
        parameters.Update(new AdamW(0.1f, 0.9f, 0.99f, 1e-8f, 0.5f, 1), 1f, new RowLoop(team));
        Assert.All(parameters.ValueSpan(matrix).ToArray(), value => Assert.Equal(0.95f, value, 1e-6f));
        Assert.All(parameters.ValueSpan(vector).ToArray(), value => Assert.Equal(1f, value));
    }

    [Fact]
    public void The_learning_rate_rises_in_a_line_and_falls_along_a_cosine()
    {
        var options = new TrainingOptions { Steps = 101, WarmUpSteps = 10, LearningRate = 2f, FinalLearningRateShare = 0.25f };
        Assert.Equal(0.2, LearningRates.At(0, options), 1e-9);
        Assert.Equal(2, LearningRates.At(9, options), 1e-9);
        Assert.Equal(2, LearningRates.At(10, options), 1e-9);
        Assert.Equal(1.25, LearningRates.At(55, options), 1e-9);
        Assert.Equal(0.5, LearningRates.At(100, options), 1e-9);
    }

    [Fact]
    public void Every_epoch_has_every_example_once_in_an_order_of_its_own()
    {
        var order = new ExampleOrder(50, seed: 3);
        int[][] epochs = [.. Enumerable.Range(0, 4).Select(epoch => Enumerable.Range(0, 50).Select(i => order.At(epoch * 50 + i)).ToArray())];
        Assert.All(epochs, epoch => Assert.Equal(Enumerable.Range(0, 50), epoch.Order()));
        Assert.Equal(4, epochs.Select(epoch => string.Join(' ', epoch)).Distinct().Count());
        Assert.Equal(epochs[2][7], new ExampleOrder(50, seed: 3).At(107));
        Assert.NotEqual(epochs[0], Enumerable.Range(0, 50).Select(i => new ExampleOrder(50, seed: 4).At(i)));
    }

    [Fact]
    public void Accumulated_gradients_are_those_of_one_large_batch()
    {
        var examples = TinyNetworks.Examples();
        var whole = Gradients(examples, microBatchTokens: 256);
        var cut = Gradients(examples, microBatchTokens: 64);
        Assert.NotEqual(whole.Batches, cut.Batches);
        for (var i = 0; i < whole.Numbers.Length; i++)
            Assert.Equal(whole.Numbers[i], cut.Numbers[i], 1e-5f);

        static (int Batches, float[] Numbers) Gradients(TrainingExample[] examples, int microBatchTokens)
        {
            var options = new TrainingOptions { Steps = 1, BatchExamples = 4, MicroBatchTokens = microBatchTokens };
            var weights = NetworkBuilder.FromScratch(TinyNetworks.Config(), seed: 1);
            using var team = new WorkerTeam(1);
            var network = TinyNetworks.Build(weights, team);
            var batches = new StepBatches(examples, options, 64).Of(0);
            foreach (var batch in batches)
                network.AddGradients(batch, 0.1f, default);
            return (batches.Count, weights.Parameters.Gradients.Span.ToArray());
        }
    }

    [Fact]
    public void What_is_wrong_with_options_and_examples_is_named()
    {
        Assert.Contains("LearningRate", Refusal(new TrainingOptions { Steps = 1, LearningRate = float.NaN }), StringComparison.Ordinal);
        Assert.Contains("Steps", Refusal(new TrainingOptions { Steps = 0 }), StringComparison.Ordinal);
        Assert.Contains("'c_attn'", Refusal(new TrainingOptions { Steps = 1, Lora = new LoraOptions { Targets = ["c_attn"] } }), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new TrainingExample((int[])[1]));
        Assert.Throws<ArgumentException>(() => new TrainingExample((int[])[1, 2], (bool[])[true]));
        Assert.Throws<ArgumentException>(() => new SoftTarget((int[])[1, 1], (float[])[-1f, -1f]));
        Assert.Throws<ArgumentException>(() => new SoftTarget((int[])[1], (float[])[0.5f]));

        static string Refusal(TrainingOptions options) => Assert.ThrowsAny<ArgumentException>(options.Validate).Message;
    }
}
