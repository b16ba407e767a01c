using Freehold.Inference.Training;
using Freehold.Inference.Training.Starter;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Training.Starter;

public class StarterTrainingTests
{
    // As the shipped model, in small: a test takes seconds.
    private static readonly StarterRecipe Small = new(DialogsPerStep: 4, VocabularyDialogs: 200, new DecoderConfig
    {
        VocabularySize = 1440,
        HiddenSize = 32,
        LayerCount = 1,
        HeadCount = 2,
        KvHeadCount = 2,
        FeedForwardSize = 64,
        ContextLength = 512,
        BeginOfTextId = StarterVocabulary.BeginningOfText,
        EndOfTextId = StarterVocabulary.TurnEnd,
    });

    [Fact]
    public async Task Thirty_steps_lower_the_loss_and_make_a_file_that_answers()
    {
        using var folder = new TempFolder();
        var losses = new List<double>();

        var result = await StarterTraining.RunAsync(Options(folder, "a"), Small, new Recorder(losses));

        Assert.Equal(30, losses.Count);
        Assert.True(losses.TakeLast(5).Average() < losses.Take(5).Average() - 1, string.Join(", ", losses));
        Assert.Equal(new FileInfo(result.Path).Length, result.LengthBytes);
        Assert.Equal(120, result.Dialogs);
        using var model = LoadedModel.Load(result.Path);
        Assert.Equal("freehold-starter", model.Info.Name);
        Assert.NotNull(model.ChatTemplate);
        Assert.Contains(StarterVocabulary.TurnEnd, model.Tokenizer!.EndOfTextIds);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_bytes_on_any_number_of_threads_and_after_an_end_in_the_middle()
    {
        using var folder = new TempFolder();
        var whole = await StarterTraining.RunAsync(Options(folder, "whole"), Small);
        var threads = await StarterTraining.RunAsync(Options(folder, "threads") with { Threads = 3 }, Small);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => StarterTraining.RunAsync(Options(folder, "cut"), Small, new Stopper(stop, 17), null, stop.Token));
        var resumed = await StarterTraining.RunAsync(Options(folder, "cut"), Small);
        var other = await StarterTraining.RunAsync(Options(folder, "other") with { Seed = 2 }, Small);

        Assert.Equal(whole.Model.WeightsSha256, threads.Model.WeightsSha256);
        Assert.Equal(whole.Model.WeightsSha256, resumed.Model.WeightsSha256);
        Assert.NotEqual(whole.Model.WeightsSha256, other.Model.WeightsSha256);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(StarterTrainingOptions.MaxSteps + 1, 1)]
    [InlineData(10, -1)]
    public async Task Options_out_of_range_are_refused(int steps, int seed)
    {
        using var folder = new TempFolder();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => StarterTraining.RunAsync(Options(folder, "x") with { Steps = steps, Seed = seed }, Small));
    }

    private static StarterTrainingOptions Options(TempFolder folder, string name) => new()
    {
        Output = folder[$"{name}.gguf"],
        WorkFolder = folder[$"{name}.training"],
        Steps = 30,
        Threads = 1,
    };

    private sealed class Recorder(List<double> losses) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => losses.Add(value.Loss);
    }

    private sealed class Stopper(CancellationTokenSource stop, int step) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Step == step) stop.Cancel();
        }
    }
}
