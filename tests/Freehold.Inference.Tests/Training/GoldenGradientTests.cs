using System.Text.Json;
using Freehold.Inference.Kernels;
using Freehold.Inference.Training;
using Freehold.Inference.Training.Kernels;
using Freehold.Inference.Training.Network;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Training;

/// <summary>One layer with embedding, head and both losses against another program's double precision: Golden/decoder_block.py.</summary>
public sealed class GoldenGradientTests
{
    private const double Tolerance = 2e-5;

    [Fact]
    public void Loss_and_every_gradient_are_those_of_the_independent_program()
    {
        var golden = JsonDocument.Parse(File.ReadAllText(GoldenPath())).RootElement;
        var weights = NetworkBuilder.FromScratch(
            new DecoderConfig
            {
                VocabularySize = 11,
                HiddenSize = 8,
                LayerCount = 1,
                HeadCount = 2,
                KvHeadCount = 1,
                FeedForwardSize = 10,
                ContextLength = 16,
                TiedOutput = false,
            }.ToModelConfig(),
            seed: 0);
        var expected = golden.GetProperty("gradients").EnumerateObject().ToArray();
        for (var i = 0; i < expected.Length; i++)
            Fill(weights, expected[i].Name, i);

        using var team = new WorkerTeam(1);
        var network = TinyNetworks.Build(weights, team, new TokenLoss(0.3f, 1.5f));
        var soft = new SoftTarget((int[])[10, 2, 6], (float[])[-0.3f, -1.7f, -2.9f]);
        var example = new TrainingExample((int[])[3, 7, 1, 10, 0, 5], default, [null, null, null, soft, null, null]);
        var loss = network.AddGradients(new TrainingBatch([example], 16), 1f, default);

        Assert.Equal(golden.GetProperty("loss").GetDouble(), loss, Tolerance);
        foreach (var gradient in expected)
        {
            var actual = weights.Parameters.GradientSpan(Find(weights, gradient.Name));
            var numbers = gradient.Value.EnumerateArray().Select(number => number.GetDouble()).ToArray();
            Assert.Equal(numbers.Length, actual.Length);
            for (var i = 0; i < numbers.Length; i++)
                Assert.True(Math.Abs(numbers[i] - actual[i]) < Tolerance, $"{gradient.Name}[{i}]: {actual[i]}, not {numbers[i]}");
        }
    }

    private static void Fill(NetworkWeights weights, string name, int index)
    {
        var parameter = Find(weights, name);
        var values = weights.Parameters.ValueSpan(parameter);
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)((parameter.Rows == 1 ? 1.0 : 0.0) + 0.4 * Math.Sin(1 + i * 0.37 + 1.7 * index));
    }

    private static Parameter Find(NetworkWeights weights, string name) =>
        weights.Parameters.Parameters.Single(parameter => parameter.Name == name);

    private static string GoldenPath() =>
        Path.Combine(RepositoryPaths.Root, "tests", "Freehold.Inference.Tests", "Training", "Golden", "decoder_block.json");
}
