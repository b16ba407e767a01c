using Freehold.Inference.Formats.Quantization;
using Freehold.Inference.Import;
using Freehold.Inference.Training;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Training;

/// <summary>Whole runs: they learn, what they write runs in the engine, and they are the same however they are cut and on any threads.</summary>
public sealed class TrainingRunTests
{
    private static readonly DecoderConfig Tiny = new()
    {
        VocabularySize = TinyVocabulary.Size,
        HiddenSize = 16,
        LayerCount = 2,
        HeadCount = 2,
        KvHeadCount = 1,
        FeedForwardSize = 24,
        ContextLength = 64,
    };

    private static readonly TrainingOptions Short = new() { Steps = 6, BatchExamples = 3, LearningRate = 0.01f, Threads = 1, CheckpointSteps = 1 };

    [Fact]
    public async Task A_new_model_learns_its_examples_and_runs_in_the_engine()
    {
        using var folder = new TempFolder();
        var options = Short with { Steps = 160, BatchExamples = 4, LearningRate = 0.02f, CheckpointSteps = 1000 };
        var losses = new Losses();
        var run = new TrainingRun(new TrainingStart.FromScratch(Tiny), Counting(), options, folder["run"]);
        var result = await run.RunAsync(losses, TestContext.Current.CancellationToken);

        Assert.Equal(160, losses.Values.Count);
        Assert.True(losses.Values[0] > 4, $"{losses.Values[0]}");
        Assert.True(result.FinalLoss < 0.5, $"{result.FinalLoss}");
        ModelImporter.Import(result.Folder, folder["tiny.gguf"], new ModelImportOptions { Encoding = WeightEncoding.F32 });
        foreach (var path in (string[])[result.Folder, folder["tiny.gguf"]])
        {
            using var model = LoadedModel.Load(path, new ModelLoadOptions { Threads = 1 });
            using var session = model.CreateSession();
            Assert.Equal([15, 16, 17, 18, 19], session.Greedy([11, 12, 13, 14], 5));
        }
    }

    [Fact]
    public async Task The_result_has_the_same_bits_on_any_number_of_threads()
    {
        using var folder = new TempFolder();
        var one = await Train(folder["one"], Short);
        var three = await Train(folder["three"], Short with { Threads = 3, CheckpointSteps = 4 });
        Assert.Equal(one, three);
        Assert.NotEqual(one, await Train(folder["other"], Short with { Seed = 1 }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(40)]
    [InlineData(73)]
    [InlineData(83)]
    public async Task A_run_that_is_killed_anywhere_and_resumed_ends_in_the_same_bits(int moment)
    {
        using var folder = new TempFolder();
        var options = Short with { CheckpointSteps = 2, Lora = null };
        var expected = await Train(folder["whole"], options);
        var killed = new TrainingRun(new TrainingStart.FromScratch(Tiny), Counting(), options, folder["killed"]) { Yield = new Killer(moment) };
        await Assert.ThrowsAsync<KilledException>(() => killed.RunAsync(null, TestContext.Current.CancellationToken));
        Assert.Equal(expected, await Train(folder["killed"], options));
    }

    [Fact]
    public async Task A_checkpoint_of_other_options_is_refused_and_one_at_the_end_trains_nothing_more()
    {
        using var folder = new TempFolder();
        var first = await Train(folder["run"], Short);
        var again = new Losses();
        await new TrainingRun(new TrainingStart.FromScratch(Tiny), Counting(), Short, folder["run"]).RunAsync(again);
        Assert.Empty(again.Values);
        Assert.Equal(first, File.ReadAllBytes(Path.Combine(folder["run"], "model", "model.safetensors")));
        var other = new TrainingRun(new TrainingStart.FromScratch(Tiny), Counting(), Short with { LearningRate = 0.02f }, folder["run"]);
        var refusal = await Assert.ThrowsAsync<Freehold.Inference.Formats.ModelFormatException>(() => other.RunAsync());
        Assert.Contains("another run", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<byte[]> Train(string folder, TrainingOptions options)
    {
        var result = await new TrainingRun(new TrainingStart.FromScratch(Tiny), Counting(), options, folder).RunAsync();
        return File.ReadAllBytes(Path.Combine(result.Folder, "model.safetensors"));
    }

    // Each counts on from another number.
    private static TrainingExample[] Counting() =>
        [.. Enumerable.Range(0, 12).Select(i => new TrainingExample(Enumerable.Range(5 + i, 20).ToArray()))];

    private sealed class Losses : IProgress<TrainingProgress>
    {
        public List<double> Values { get; } = [];

        public void Report(TrainingProgress value) => Values.Add(value.Loss);
    }

    private sealed class KilledException : Exception;

    private sealed class Killer(int moment) : ITrainingYield
    {
        private int _asked;

        public void WaitWhileBusy(CancellationToken cancellationToken)
        {
            if (++_asked == moment)
                throw new KilledException();
        }
    }
}
