using Freehold.Contracts.Distillation;
using Freehold.Grains.Distillation;
using Freehold.Grains.Distillation.Artifacts;
using Freehold.Grains.Tests.Distillation.Support;
using Freehold.Storage.Artifacts;
using Microsoft.Extensions.DependencyInjection;

namespace Freehold.Grains.Tests.Distillation;

public class TrainerGrainTests
{
    [Fact]
    public async Task The_same_job_is_done_once_and_known_after_a_restart()
    {
        await using var house = await DistillHouse.StartAsync();
        var job = await JobAsync(house);

        var done = await EndAsync(house, job);
        await house.RestartAsync();
        var again = await Trainer(house).StartAsync(job, default);

        Assert.Equal(TrainingJobState.Done, done.State);
        Assert.Equal((TrainingJobState.Done, done.Result), (again.State, again.Result));
    }

    [Fact]
    public async Task The_same_data_make_the_same_student_on_another_worker()
    {
        await using var one = await DistillHouse.StartAsync();
        await using var other = await DistillHouse.StartAsync();

        var (first, second) = (await EndAsync(one, await JobAsync(one)), await EndAsync(other, await JobAsync(other)));

        Assert.Equal((first.JobId, first.Result!.Digest), (second.JobId, second.Result!.Digest));
    }

    [Fact]
    public async Task A_job_that_cannot_be_done_fails_and_says_why()
    {
        await using var house = await DistillHouse.StartAsync();
        var missing = JobIds.WithId((await JobAsync(house)) with { TrainSet = new string('a', 64) });

        var failed = await EndAsync(house, missing);

        Assert.Equal(TrainingJobState.Failed, failed.State);
        Assert.Contains("There is no artifact aaaa", failed.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cut_wire_ends_a_job_that_goes_on_when_it_is_started_again()
    {
        await using var house = await DistillHouse.StartAsync();
        var job = await JobAsync(house);
        house.Faults.CutAfter(1, withEffect: false); // The call itself, then the store.

        Assert.Equal(TrainingJobState.Done, (await EndAsync(house, job)).State);
    }

    [Fact]
    public async Task A_job_that_is_not_known_is_none()
    {
        await using var house = await DistillHouse.StartAsync();

        Assert.Null(await Trainer(house).GetAsync(new string('b', 64), default));
        await Trainer(house).CancelAsync(new string('b', 64), default);
    }

    [Fact]
    public void Jobs_that_differ_in_anything_have_different_names()
    {
        var job = new TrainingJob { Id = "", Workload = "acme/triage", Kind = StudentKind.Specialist, TrainSet = "a", CalibrationSet = "b" };
        TrainingJob[] others =
        [
            job, job with { Workload = "acme/other" }, job with { TrainSet = "ab" }, job with { CalibrationSet = "" }, job with { Seed = 2 },
            job with { Kind = StudentKind.Adapter }, job with { BaseModel = "" }, job with { OutOfScopeClass = "none" }, job with { Extraction = true },
        ];

        Assert.Equal(others.Length, others.Select(other => JobIds.WithId(other).Id).Distinct().Count());
        Assert.Equal(JobIds.WithId(job).Id, JobIds.WithId(job with { Rank = 4, Epochs = 1, LearningRate = 0.5 }).Id); // A specialist has none.
        var adapter = job with { Kind = StudentKind.Adapter };
        TrainingJob[] adapters = [adapter, adapter with { Rank = 4 }, adapter with { Epochs = 1 }, adapter with { LearningRate = 0.5 }];
        Assert.Equal(adapters.Length, adapters.Select(other => JobIds.WithId(other).Id).Distinct().Count());
    }

    private static ITrainerGrain Trainer(DistillHouse house) => house.House.Grains.GetGrain<ITrainerGrain>("local/cpu0");

    private static async Task<TrainingJob> JobAsync(DistillHouse house)
    {
        var artifacts = house.House.Cluster.Services.GetRequiredService<IArtifactStore>();
        var lines = Enumerable.Range(0, 120).Select(number => new ExampleLine
        {
            Id = $"o{number}",
            Text = ToyIntents.TextOf(number),
            Answer = ToyIntents.ClassOf(number),
        });
        var digest = await JsonLines.PutAsync(artifacts, lines, LineJson.Default.ExampleLine, default);
        return JobIds.WithId(new TrainingJob
        {
            Id = "",
            Workload = "acme/triage",
            Kind = StudentKind.Specialist,
            TrainSet = digest,
            CalibrationSet = digest,
            Seed = 1,
        });
    }

    /// <summary>Starts a job, and again where it ended without a result, until it has one or never will.</summary>
    private static async Task<TrainingJobStatus> EndAsync(DistillHouse house, TrainingJob job)
    {
        while (true)
        {
            var ended = house.Faults.NextWakeAsync();
            if (await StartAsync(house, job) is { State: TrainingJobState.Done or TrainingJobState.Failed } status)
            {
                return status;
            }

            await ended.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    private static async Task<TrainingJobStatus> StartAsync(DistillHouse house, TrainingJob job)
    {
        try
        {
            return await Trainer(house).StartAsync(job, default);
        }
        catch (CutException)
        {
            return await Trainer(house).StartAsync(job, default);
        }
    }
}
