using Freehold.Inference.Formats;
using Freehold.Inference.Formats.Quantization;
using Freehold.Inference.Import;
using Freehold.Inference.Kernels;
using Freehold.Inference.Models.Decoder;
using Freehold.Inference.Training;
using Freehold.Inference.Training.Files;
using Freehold.Inference.Training.Kernels;
using Freehold.Inference.Training.Network;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Training;

/// <summary>Trained adapters: what the engine makes of them is what the trainer saw, and the base stays as it is.</summary>
public sealed class AdapterTrainingTests
{
    private static readonly TinyLlamaShape Shape = new() { HiddenSize = 64, FeedForwardSize = 96 };
    private static readonly int[] Text = [1, 300, 17, 42, 260, 5, 99, 281, 3, 8, 200];

    [Theory]
    [InlineData(true, "F32", 1e-4)]
    [InlineData(false, "F32", 1e-4)]
    [InlineData(true, "F16", 2e-2)]
    [InlineData(true, "Q8_0", 0.1)]
    [InlineData(true, "Q4_0", 0.1)]
    public void The_engine_with_the_adapter_predicts_what_the_trainer_predicts(bool isGguf, string encoding, double tolerance)
    {
        using var folder = new TempFolder();
        var path = WriteBase(folder, isGguf, encoding);
        var lora = new LoraOptions { Rank = 4, Alpha = 8, Targets = ["q_proj", "k_proj", "o_proj", "down_proj"] };
        double[] expected;
        using (var file = ModelFile.Open(path))
        {
            var weights = NetworkBuilder.FromModel(DecoderWeights.Load(file, 256), lora, seed: 1);
            TinyNetworks.Randomise(weights, seed: 2, spread: 0.2f);
            PeftWriter.Write(folder["adapter"], weights, lora, "base");
            expected = Losses(weights);
        }

        using var model = LoadedModel.Load(path, new ModelLoadOptions { Threads = 1 });
        var plain = Losses(model, null);
        var adapted = Losses(model, folder["adapter"]);
        Assert.True(plain.Zip(adapted, (a, b) => Math.Abs(a - b)).Max() > 0.5);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], adapted[i], tolerance);
    }

    [Theory]
    [InlineData("F32")]
    [InlineData("Q4_0")]
    public async Task An_adapter_learns_beside_a_base_that_keeps_its_bits(string encoding)
    {
        using var folder = new TempFolder();
        var path = WriteBase(folder, isGguf: true, encoding);
        var before = File.ReadAllBytes(path);
        var options = new TrainingOptions
        {
            Steps = 40,
            BatchExamples = 2,
            LearningRate = 0.02f,
            WeightDecay = 0,
            Threads = 1,
            Lora = new LoraOptions { Dropout = 0.05f },
        };
        var run = new TrainingRun(new TrainingStart.FromModel(path), [new TrainingExample(Text), new TrainingExample(Text)], options, folder["run"]);
        var result = await run.RunAsync(null, TestContext.Current.CancellationToken);

        Assert.Equal(before, File.ReadAllBytes(path));
        using var model = LoadedModel.Load(path, new ModelLoadOptions { Threads = 1 });
        Assert.True(Losses(model, null).Average() > 5);
        Assert.True(Losses(model, result.Folder).Average() < 1, $"{Losses(model, result.Folder).Average()}");
    }

    [Fact]
    public async Task A_family_that_is_not_trained_is_refused_by_its_name()
    {
        using var folder = new TempFolder();
        TinyFamilies.All.Single(family => family.Name == "gemma2").WriteHuggingFace(folder["gemma"], seed: 1);
        var run = new TrainingRun(
            new TrainingStart.FromModel(folder["gemma"]), [new TrainingExample((int[])[1, 2, 3])], new TrainingOptions { Steps = 1 }, folder["run"]);
        var refusal = await Assert.ThrowsAsync<ModelFormatException>(() => run.RunAsync());
        Assert.Contains("'gemma2'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_outside_the_vocabulary_is_refused_with_its_example()
    {
        using var folder = new TempFolder();
        var path = WriteBase(folder, isGguf: true, "F32");
        var run = new TrainingRun(
            new TrainingStart.FromModel(path), [new TrainingExample(Text), new TrainingExample((int[])[1, 100_000])],
            new TrainingOptions { Steps = 1 }, folder["run"]);
        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => run.RunAsync());
        Assert.Contains("Example 1 has token 100000", refusal.Message, StringComparison.Ordinal);
    }

    private static string WriteBase(TempFolder folder, bool isGguf, string encoding)
    {
        var path = folder[isGguf ? "base.gguf" : "base"];
        if (!isGguf)
        {
            TinyLlama.WriteHuggingFace(path, seed: 3, Shape);
            return path;
        }

        TinyLlama.WriteGguf(folder["exact.gguf"], seed: 3, Shape);
        ModelImporter.Import(folder["exact.gguf"], path, new ModelImportOptions { Encoding = WeightEncoding.Find(encoding)! });
        return path;
    }

    // One prediction at a time, so that each place is compared by itself.
    private static double[] Losses(NetworkWeights weights)
    {
        using var team = new WorkerTeam(2);
        var network = new TrainingNetwork(weights, new TokenLoss(0, 1), team, Text.Length, Text.Length);
        return [.. Enumerable.Range(1, Text.Length - 1).Select(place =>
        {
            bool[] mask = [.. Text.Select((_, i) => i == place)];
            return network.Loss(new TrainingBatch([new TrainingExample(Text, mask)], Text.Length));
        })];
    }

    private static double[] Losses(LoadedModel model, string? adapter)
    {
        using var session = model.CreateSession(adapter is null ? null : model.LoadAdapter(adapter));
        var logits = session.Logits(Text);
        return [.. Enumerable.Range(1, Text.Length - 1).Select(place => LogSoftmax.LogSumExp(logits[place - 1]) - logits[place - 1][Text[place]])];
    }
}
