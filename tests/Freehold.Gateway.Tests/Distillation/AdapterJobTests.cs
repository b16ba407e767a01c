using Freehold.Contracts.Distillation;
using Freehold.Contracts.Tenancy;
using Freehold.Gateway.Tests.Support;
using Freehold.Grains.Distillation.Artifacts;
using Freehold.Storage.Artifacts;
using Freehold.Testing;

namespace Freehold.Gateway.Tests.Distillation;

/// <summary>Jobs of adapters on a worker that serves their base model.</summary>
public sealed class AdapterJobTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private int _jobs;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_same_data_make_the_same_adapter_though_it_was_ended_on_the_way()
    {
        await using var house = await House.WithTinyAsync();
        var job = await JobAsync(house, Lines(48), epochs: 10);
        var undisturbed = await EndAsync(house, job);

        var ended = job with { Id = NewId() };
        await Trainer(house).StartAsync(ended, Stop);
        var half = await Eventually.GetAsync(
            "a step", async () => await Trainer(house).GetAsync(ended.Id, Stop) is { Progress: { Step: > 3 } progress } ? progress : null);
        await Trainer(house).CancelAsync(ended.Id, Stop);
        await Eventually.GetAsync(
            "the end", async () => await Trainer(house).GetAsync(ended.Id, Stop) is { State: TrainingJobState.Cancelled } status ? status : null);
        Assert.NotEmpty(Directory.EnumerateFiles(
            Path.Combine(house.DataFolder, "training", ended.Id), "checkpoint.safetensors", SearchOption.AllDirectories));
        var resumed = await EndAsync(house, ended);

        Assert.True(half is { Loss: > 0, TokensPerSecond: > 0, RemainingMs: > 0, Steps: 60 }, half.ToString());
        Assert.Equal(TrainingJobState.Done, undisturbed.State);
        Assert.Equal(
            (undisturbed.Result!.Digest, undisturbed.Result.Loss, undisturbed.Result.BaseDigest),
            (resumed.Result!.Digest, resumed.Result.Loss, resumed.Result.BaseDigest));
        Assert.Null(resumed.Result.Detail);
    }

    [Fact]
    public async Task An_adapter_answers_every_example_and_what_it_cannot_read_is_its_teachers()
    {
        await using var house = await House.WithTinyAsync();
        var trained = await EndAsync(house, await JobAsync(house, Lines(16), epochs: 1));
        ExampleLine[] lines = [.. Lines(3), Line(3, new string('x', 2_000))];

        var status = await EndAsync(house, new EvaluationJob
        {
            Id = NewId(),
            Workload = "default/triage",
            Kind = StudentKind.Adapter,
            Student = trained.Result!.Digest,
            Examples = await PutAsync(house, lines),
            BaseModel = "tiny",
        });

        var artifacts = house.Part<IArtifactStore>();
        var said = await JsonLines.ReadAsync(artifacts, status.Result!.Digest, LineJson.Default.PredictionLine, Stop);
        Assert.Equal(lines.Select(line => line.Id), said.Select(line => line.Id));
        Assert.All(said.Take(3), line => Assert.InRange(line.Probability, double.Epsilon, 1));
        Assert.Equal((0.0, true), (said[3].Probability, said[3].OutOfScope));
        Assert.True(status.Result.LatencyP95Ms > 0);
    }

    [Fact]
    public async Task What_does_not_fit_the_context_is_left_out_and_counted()
    {
        await using var house = await House.WithTinyAsync();

        var status = await EndAsync(house, await JobAsync(house, [.. Lines(9), Line(9, new string('x', 2_000))], epochs: 1));

        Assert.Equal(TrainingJobState.Done, status.State);
        Assert.Contains("1 of 10 were left out: 1 are longer than the 256 tokens", status.Result!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_most_does_not_fit_nothing_is_trained()
    {
        await using var house = await House.WithTinyAsync();
        ExampleLine[] lines = [.. Lines(4), .. Enumerable.Range(4, 6).Select(number => Line(number, new string('x', 2_000)))];

        await RefusedAsync(house, await JobAsync(house, lines, epochs: 1), "6 of 10 were left out", "Name a base_model with a longer context");
    }

    [Fact]
    public async Task A_base_that_is_too_large_is_refused_with_the_figures()
    {
        await using var house = await House.StartAsync(
            new HouseSetup().Model("tiny", TinyModel.Path).With("Freehold:Cluster:DeviceMemoryMebibytes", "1"));

        await RefusedAsync(house, await JobAsync(house, Lines(4), epochs: 1), "and this silo has 1", "name a smaller base_model");
    }

    [Fact]
    public async Task A_family_that_is_not_trained_is_refused_by_its_name()
    {
        var family = TinyFamilies.All.Single(family => family.Name == "gemma2") with { VocabularySize = TinyVocabulary.Size };
        var gguf = family.Gguf(seed: 1);
        TinyVocabulary.WriteTo(gguf);
        gguf.Save(_folder["gemma.gguf"]);
        await using var house = await House.StartAsync(new HouseSetup().Model("tiny", _folder["gemma.gguf"]));

        await RefusedAsync(house, await JobAsync(house, Lines(4), epochs: 1), "models of family 'gemma2' are not trained here", "llama");
    }

    [Fact]
    public async Task A_specialist_in_training_tells_steps_loss_speed_and_time_left()
    {
        await using var house = await House.StartAsync();
        ExampleLine[] lines = [.. Enumerable.Range(0, 2_000).Select(number => Line(number, TriageDesk.TextOf(number)))];
        var job = (await JobAsync(house, lines, epochs: 1)) with { Kind = StudentKind.Specialist, BaseModel = null };

        await Trainer(house).StartAsync(job, Stop);
        var progress = await Eventually.GetAsync(
            "a step", async () => await Trainer(house).GetAsync(job.Id, Stop) is { Progress: { } progress } ? progress : null);
        await Trainer(house).CancelAsync(job.Id, Stop);

        Assert.True(progress is { Step: > 0, Loss: > 0, TokensPerSecond: > 0, RemainingMs: > 0 } && progress.Steps > progress.Step, progress.ToString());
    }

    [Fact]
    public async Task A_base_that_is_not_served_is_refused_once_it_did_not_come()
    {
        await using var house = await House.WithTinyAsync();

        await RefusedAsync(
            house, (await JobAsync(house, Lines(4), epochs: 1)) with { BaseModel = "gone" }, "model 'gone' is not loaded on this worker");
    }

    private static async Task RefusedAsync(House house, TrainingJob job, params string[] says)
    {
        var status = await EndAsync(house, job);

        Assert.Equal(TrainingJobState.Failed, status.State);
        Assert.All(says, text => Assert.Contains(text, status.Detail, StringComparison.Ordinal));
        Assert.DoesNotContain(house.DataFolder, status.Detail, StringComparison.Ordinal);
    }

    private static ITrainerGrain Trainer(House house)
    {
        TenantScope.EnterSystem();
        return house.Part<IGrainFactory>().GetGrain<ITrainerGrain>("local/cpu0");
    }

    private static Task<TrainingJobStatus> EndAsync(House house, TrainingJob job) =>
        EndAsync(() => Trainer(house).StartAsync(job, Stop));

    private static Task<TrainingJobStatus> EndAsync(House house, EvaluationJob job) =>
        EndAsync(() => Trainer(house).EvaluateAsync(job, Stop));

    /// <summary>Starts a job, and again where it ended without a result, until it has one or never will.</summary>
    private static Task<TrainingJobStatus> EndAsync(Func<Task<TrainingJobStatus>> start) => Eventually.GetAsync(
        "the job's end", async () => await start() is { State: TrainingJobState.Done or TrainingJobState.Failed } status ? status : null);

    private async Task<TrainingJob> JobAsync(House house, ExampleLine[] lines, int epochs)
    {
        var data = await PutAsync(house, lines);
        return new TrainingJob
        {
            Id = NewId(),
            Workload = "default/triage",
            Kind = StudentKind.Adapter,
            TrainSet = data,
            CalibrationSet = data,
            BaseModel = "tiny",
            Seed = 1,
            Rank = 4,
            Epochs = epochs,
        };
    }

    private static Task<string> PutAsync(House house, ExampleLine[] lines) =>
        JsonLines.PutAsync(house.Part<IArtifactStore>(), lines, LineJson.Default.ExampleLine, Stop);

    private string NewId() => (++_jobs).ToString("x64", null);

    private static ExampleLine[] Lines(int count) => [.. Enumerable.Range(0, count).Select(number => Line(number, $"question {number}"))];

    private static ExampleLine Line(int number, string text) => new()
    {
        Id = $"o{number}",
        Text = text,
        Answer = number % 2 == 0 ? "yes" : "no",
        Turns = [new ExampleTurn("system", "Say yes or no."), new ExampleTurn("user", text)],
    };
}
