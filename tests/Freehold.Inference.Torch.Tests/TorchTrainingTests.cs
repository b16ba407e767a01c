using Freehold.Inference.Formats.Quantization;
using Freehold.Inference.Import;
using Freehold.Inference.Kernels;
using Freehold.Inference.Models.Decoder;
using Freehold.Inference.Training;
using Freehold.Inference.Training.Kernels;
using Freehold.Inference.Training.Network;
using Freehold.Testing;

namespace Freehold.Inference.Torch.Tests;

/// <summary>Libtorch's own differentiation against the gradients that the managed engine computes by hand: neither knows of the other.</summary>
public sealed class TorchTrainingTests
{
    private static readonly DecoderConfig Tiny = new()
    {
        VocabularySize = TinyVocabulary.Size,
        HiddenSize = 16,
        LayerCount = 2,
        HeadCount = 4,
        KvHeadCount = 2,
        FeedForwardSize = 24,
        ContextLength = 64,
    };

    public static TheoryData<float, float> LoraCases => new() { { 0f, 0f }, { 0.3f, 0f }, { 0.3f, 0.5f } };

    [Fact]
    public void The_gradients_of_all_weights_are_those_of_the_managed_engine()
    {
        var torch = TorchModels.Cpu();
        var (managed, other) = (NetworkBuilder.FromScratch(Tiny.ToModelConfig(), seed: 3), NetworkBuilder.FromScratch(Tiny.ToModelConfig(), seed: 3));

        AssertSame(managed, ModelBackend.Managed, other, torch, distillationShare: 0.4f);
    }

    [Theory]
    [MemberData(nameof(LoraCases))]
    public void The_gradients_of_an_adapter_are_those_of_the_managed_engine_on_a_quantised_base_too(float dropout, float distillationShare)
    {
        var torch = TorchModels.Cpu();
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["f32.gguf"], seed: 3, new TinyLlamaShape());
        ModelImporter.Import(folder["f32.gguf"], folder["q8.gguf"], new ModelImportOptions { Encoding = WeightEncoding.Q8 });
        var lora = new LoraOptions { Rank = 3, Dropout = dropout };
        using var file = Formats.ModelFile.Open(folder["q8.gguf"]);

        AssertSame(Adapted(), ModelBackend.Managed, Adapted(), torch, distillationShare);

        NetworkWeights Adapted()
        {
            var weights = NetworkBuilder.FromModel(DecoderWeights.Load(file, file.Config.ContextLength), lora, seed: 5);
            foreach (var b in weights.Parameters.Parameters.Where(parameter => parameter.Name.EndsWith(".lora_b", StringComparison.Ordinal)))
            {
                var random = new Random((int)b.Offset); // Zero at first, where the gradient of A is zero too.
                foreach (ref var value in weights.Parameters.ValueSpan(b))
                    value = random.NextSingle() - 0.5f;
            }

            return weights;
        }
    }

    [Fact]
    public async Task A_run_on_libtorch_ends_near_the_managed_one_and_its_adapter_changes_what_the_engine_says()
    {
        var torch = TorchModels.Cpu();
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["base.gguf"], seed: 3, new TinyLlamaShape());
        var before = File.ReadAllBytes(folder["base.gguf"]);
        var options = new TrainingOptions { Steps = 8, BatchExamples = 4, LearningRate = 0.01f, Threads = 1, Lora = new LoraOptions { Rank = 4 } };

        var managed = await RunAsync(folder, "managed", options, ModelBackend.Managed);
        var other = await RunAsync(folder, "torch", options, torch);

        Assert.InRange(Math.Abs(managed.FinalLoss - other.FinalLoss), 0, 1e-3 * managed.FinalLoss);
        Assert.Equal(before, File.ReadAllBytes(folder["base.gguf"]));
        using var model = TorchModels.Load(folder["base.gguf"], ModelBackend.Managed);
        Assert.InRange(TorchModels.LargestDifference(Logits(model, managed.Folder), Logits(model, other.Folder)), 0, 5e-3);
        Assert.True(TorchModels.LargestDifference(Logits(model, null), Logits(model, other.Folder)) > 0.01);
    }

    [Fact]
    public async Task A_run_that_was_killed_on_libtorch_goes_on_from_its_checkpoint()
    {
        var torch = TorchModels.Cpu();
        using var folder = new TempFolder();
        var options = new TrainingOptions { Steps = 6, BatchExamples = 3, LearningRate = 0.01f, Threads = 1, CheckpointSteps = 2 };
        var killed = new TrainingRun(new TrainingStart.FromScratch(Tiny), Counting(), options, folder["killed"]) { Backend = torch, Yield = new KillAt(13) };
        await Assert.ThrowsAsync<InvalidDataException>(() => killed.RunAsync());
        var steps = new List<int>();

        var result = await new TrainingRun(new TrainingStart.FromScratch(Tiny), Counting(), options, folder["killed"]) { Backend = torch }
            .RunAsync(new Steps(steps), TestContext.Current.CancellationToken);

        Assert.Equal([3, 4, 5, 6], steps);
        var whole = await new TrainingRun(new TrainingStart.FromScratch(Tiny), Counting(), options, folder["whole"]) { Backend = torch }.RunAsync();
        Assert.Equal(whole.FinalLoss, result.FinalLoss, 1e-4);
    }

    private static void AssertSame(NetworkWeights one, ModelBackend oneBackend, NetworkWeights other, ModelBackend otherBackend, float distillationShare)
    {
        var batch = new TrainingBatch(Examples(), contextTokens: 16);
        var expected = Gradients(one, oneBackend, batch, distillationShare, out var expectedLoss);
        var actual = Gradients(other, otherBackend, batch, distillationShare, out var actualLoss);

        Assert.Equal(expectedLoss, actualLoss, 1e-4 * expectedLoss);
        foreach (var parameter in one.Parameters.Parameters)
        {
            var (offset, length) = ((int)parameter.Offset, parameter.Length);
            var largest = expected.AsSpan(offset, length).ToArray().Max(MathF.Abs);
            Assert.True(largest > 0, $"{parameter.Name} has no gradient.");
            var difference = TorchModels.LargestDifference(expected.AsSpan(offset, length), actual.AsSpan(offset, length));
            Assert.True(difference < (1e-3 * largest) + 1e-6, $"{parameter.Name} differs by {difference} of {largest}.");
        }
    }

    private static float[] Gradients(NetworkWeights weights, ModelBackend backend, TrainingBatch batch, float distillationShare, out double loss)
    {
        using var team = new WorkerTeam(1);
        var plan = new GradientsPlan(weights, new TokenLoss(distillationShare, 1.5f), team, batch.Rows, 16, () => { });
        var gradients = backend.BuildGradients(plan);
        weights.Parameters.ClearGradients();
        loss = gradients.AddGradients(batch, 0.1f, new CounterRandom(7, 1));
        var copy = weights.Parameters.Gradients.Span.ToArray();
        gradients.AddGradients(batch, 0.1f, new CounterRandom(7, 1));
        Assert.InRange(TorchModels.LargestDifference(Array.ConvertAll(copy, value => 2 * value), weights.Parameters.Gradients.Span), 0, 1e-3);
        (gradients as IDisposable)?.Dispose();
        return copy;
    }

    /// <summary>Sequences of several lengths, one cut, one with a mask, one with soft targets of several sizes.</summary>
    private static TrainingExample[] Examples()
    {
        var soft = new SoftTarget?[12];
        soft[3] = new SoftTarget((int[])[3, 9, 20], (float[])[-0.5f, -1.5f, -3f]);
        soft[7] = new SoftTarget((int[])[4], (float[])[0f]);
        soft[8] = new SoftTarget((int[])[1, 2], (float[])[-0.7f, -0.8f]);
        return
        [
            new TrainingExample(Enumerable.Range(5, 20).ToArray()),
            TrainingExample.FromPrompt([1, 9, 17], [4, 30, 12, 8]),
            new TrainingExample(Enumerable.Range(2, 12).ToArray(), default, soft),
        ];
    }

    private static TrainingExample[] Counting() =>
        [.. Enumerable.Range(0, 12).Select(i => new TrainingExample(Enumerable.Range(5 + i, 20).ToArray()))];

    private static Task<TrainingResult> RunAsync(TempFolder folder, string name, TrainingOptions options, ModelBackend backend) =>
        new TrainingRun(new TrainingStart.FromModel(folder["base.gguf"]), Counting(), options, folder[name]) { Backend = backend }.RunAsync();

    private static float[][] Logits(LoadedModel model, string? adapter)
    {
        using var session = adapter is null ? model.CreateSession() : model.CreateSession(model.LoadAdapter(adapter));
        return session.Logits([5, 6, 7, 8, 9]);
    }

    private sealed class Steps(List<int> seen) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => seen.Add(value.Step);
    }

    private sealed class KillAt(int moment) : ITrainingYield
    {
        private int _asked;

        public void WaitWhileBusy(CancellationToken cancellationToken)
        {
            if (++_asked == moment)
                throw new InvalidDataException("killed");
        }
    }
}
