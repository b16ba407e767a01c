using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;
using Freehold.Inference.Models.Decoder;
using Freehold.Inference.Training;
using Freehold.Inference.Training.Kernels;
using Freehold.Inference.Training.Network;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Training;

/// <summary>Gradients of whole networks against central finite differences, along a random direction in each parameter.</summary>
public sealed class NetworkGradientTests
{
    // A step that changes the loss well above the rounding of 32 bits, and is still small beside the weights.
    private const float StepSize = 2e-3f;
    private const double Tolerance = 0.02;

    [Theory]
    [InlineData(false, int.MaxValue)]
    [InlineData(true, int.MaxValue)]
    [InlineData(true, 9)]
    public void All_weights_of_a_new_model(bool tied, int window)
    {
        var weights = NetworkBuilder.FromScratch(TinyNetworks.Config(tied, window), seed: 1);
        TinyNetworks.Randomise(weights, seed: 2);
        AssertGradients(weights, new TokenLoss(0.4f, 2f));
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("mistral")]
    [InlineData("qwen2")]
    [InlineData("qwen3")]
    public void All_weights_of_every_family_that_is_trained(string name)
    {
        using var folder = new TempFolder();
        var family = TinyFamilies.All.Single(candidate => candidate.Name == name);
        family.WriteHuggingFace(folder["model"], seed: 3);
        using var file = ModelFile.Open(folder["model"]);
        var weights = NetworkBuilder.FromModel(DecoderWeights.Load(file, file.Config.ContextLength), null, seed: 1);
        AssertGradients(weights, new TokenLoss(0.5f, 1f));
    }

    [Theory]
    [InlineData(TensorEncoding.F32, 0f)]
    [InlineData(TensorEncoding.F32, 0.3f)]
    [InlineData(TensorEncoding.Q8_0, 0f)]
    public void An_adapter_beside_plain_and_quantised_weights(TensorEncoding encoding, float dropout)
    {
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["base.gguf"], seed: 3, new TinyLlamaShape { HiddenSize = 64, FeedForwardSize = 96 }, encoding);
        using var file = ModelFile.Open(folder["base.gguf"]);
        var lora = new LoraOptions { Rank = 3, Alpha = 6, Dropout = dropout };
        var weights = NetworkBuilder.FromModel(DecoderWeights.Load(file, 64), lora, seed: 1);
        TinyNetworks.Randomise(weights, seed: 2, spread: 0.1f);
        AssertGradients(weights, new TokenLoss(0.5f, 1f));
    }

    private static void AssertGradients(NetworkWeights weights, TokenLoss loss)
    {
        using var team = new WorkerTeam(2);
        var network = TinyNetworks.Build(weights, team, loss);
        var batch = new TrainingBatch(TinyNetworks.Examples(), 64);
        var dropout = new CounterRandom(1, RandomStreams.Dropout);
        var parameters = weights.Parameters;
        parameters.ClearGradients();
        network.AddGradients(batch, 1f, dropout);
        var gradients = parameters.Gradients.Span.ToArray();
        var random = new Random(4);
        foreach (var parameter in parameters.Parameters)
        {
            float[] direction = [.. Enumerable.Range(0, parameter.Length).Select(_ => random.Next(2) == 0 ? -1f : 1f)];
            var expected = 0.0;
            for (var i = 0; i < direction.Length; i++)
                expected += direction[i] * gradients[parameter.Offset + i];
            var step = StepSize / MathF.Sqrt(parameter.Rows == 1 ? 1 : parameter.Length / 8f);
            var actual = (LossAt(step) - LossAt(-step)) / (2 * step);
            var size = Math.Sqrt(Enumerable.Range(0, direction.Length).Sum(i => Math.Pow(gradients[parameter.Offset + i], 2)));
            Assert.True(size > 1e-3, $"{parameter.Name}: the gradient is {size}");
            Assert.True(
                Math.Abs(expected - actual) < Tolerance * (size + Math.Abs(expected)),
                $"{parameter.Name}: {expected} along the direction, {actual} by differences; the gradient's length is {size}");

            double LossAt(float along)
            {
                var values = parameters.ValueSpan(parameter);
                var kept = values.ToArray();
                for (var i = 0; i < kept.Length; i++)
                    values[i] += along * direction[i];
                var sum = network.AddGradients(batch, 0f, dropout);
                kept.CopyTo(values);
                return sum;
            }
        }
    }
}
