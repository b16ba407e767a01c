using System.Globalization;
using Freehold.Contracts.Audit;
using Freehold.Contracts.Distillation;
using Freehold.Contracts.Routing;
using Freehold.Core.Policies;

namespace Freehold.Grains.Distillation;

/// <summary>Has a worker train and evaluate. Starting a job again finds it; its result is the same bytes wherever it runs.</summary>
public sealed partial class DistillationGrain
{
    /// <summary>What randomness starts from: the same for all, so that a student is a function of its data.</summary>
    private const long Seed = 1;

    private async Task<bool> TrainAsync(DistillationCycle cycle, CancellationToken cancellationToken)
    {
        _waitsForJob = false;
        var job = JobIds.WithId(new TrainingJob
        {
            Id = "",
            Workload = _id.ToString(),
            Kind = cycle.Kind,
            TrainSet = cycle.Dataset!.Train,
            CalibrationSet = cycle.Dataset.Calibration,
            BaseModel = cycle.BaseModel,
            OutOfScopeClass = Distill.OutOfScope,
            Seed = Seed,
            Extraction = Distill.Task == DistillTask.Extraction,
            Rank = Distill.Rank,
            Epochs = Distill.Epochs,
            LearningRate = Distill.LearningRate,
        });
        if (!MayTrain)
        {
            await CancelAsync(job.Id, cancellationToken);
            await StopAsync(cycle, "the policy does not permit training any more");
            return true;
        }

        if (await RunJobAsync(cycle, job.Id, true, trainer => trainer.StartAsync(job, cancellationToken), cancellationToken) is not { } result)
        {
            return State.Cycle!.Phase != DistillationPhase.Training;
        }

        State.Trigger = State.Trigger.WithSpent(cycle.StartedAt, 0, result.DurationMs);
        await EnterAsync(
            cycle with
            {
                Phase = DistillationPhase.Evaluating,
                JobId = job.Id,
                StudentDigest = result.Digest,
                Anchors = result.Anchors,
                AnchorDisagreements = result.AnchorDisagreements,
                Version = $"v{cycle.Number}-{result.Digest[..12]}",
                BaseDigest = result.BaseDigest,
                Reason = string.Create(CultureInfo.InvariantCulture, $"trained on {cycle.Dataset.TrainCount} examples; {result.Bytes} bytes")
                    + (result.Detail is { } detail ? $"; {detail}" : ""),
            },
            time.GetUtcNow(),
            Actor.System);
        return true;
    }

    /// <summary>The answers of a student to a part of the data; null where they are not there yet.</summary>
    private async Task<TrainingJobResult?> PredictAsync(
        DistillationCycle cycle, string student, string examples, bool isNeeded, CancellationToken cancellationToken)
    {
        var job = JobIds.WithId(new EvaluationJob
        {
            Id = "",
            Workload = _id.ToString(),
            Kind = cycle.Kind,
            Student = student,
            Examples = examples,
            BaseModel = cycle.BaseModel,
            OutOfScopeClass = Distill.OutOfScope,
        });
        return await RunJobAsync(cycle, job.Id, isNeeded, trainer => trainer.EvaluateAsync(job, cancellationToken), cancellationToken);
    }

    /// <summary>A job's result; null where there is none yet, or where there will be none, which ends the cycle that needs it.</summary>
    private async Task<TrainingJobResult?> RunJobAsync(
        DistillationCycle cycle,
        string jobId,
        bool isNeeded,
        Func<ITrainerGrain, Task<TrainingJobStatus>> start,
        CancellationToken cancellationToken)
    {
        var load = await GrainFactory.GetGrain<ILoadGrain>(ILoadGrain.Key).GetNewerAsync(-1, cancellationToken);
        if (TrainingWorkers.Choose(load ?? LoadSnapshot.Empty, State.Worker, cycle.BaseModel, jobId) is not { } worker)
        {
            _waitsForJob = true;
            State.Note = cycle.BaseModel is { } model ? $"no worker with the model '{model}' is there" : "no worker is there";
            return null;
        }

        State.Worker = worker;
        var status = await start(GrainFactory.GetGrain<ITrainerGrain>(worker));
        _progress = status.Progress;
        if (status is { State: TrainingJobState.Done, Result: { } result })
        {
            return result;
        }

        var isHopeless = status.State == TrainingJobState.Failed;
        _waitsForJob |= !isHopeless;
        State.Note = status.Detail ?? State.Note;
        if (isHopeless && isNeeded)
        {
            await StopAsync(cycle, $"the worker has no result: {status.Detail}");
        }

        return null;
    }

    private Task CancelAsync(string jobId, CancellationToken cancellationToken) => State.Worker is { } worker
        ? GrainFactory.GetGrain<ITrainerGrain>(worker).CancelAsync(jobId, cancellationToken)
        : Task.CompletedTask;
}
