using Freehold.Contracts.Distillation;
using Freehold.Contracts.Outcomes;
using Freehold.Core.Distillation.Golden;
using Freehold.Core.Policies;
using Freehold.Storage.Artifacts;

namespace Freehold.Grains.Distillation;

/// <summary>Chooses the data of a cycle.</summary>
public sealed partial class DistillationGrain
{
    private async Task<bool> ChooseDataAsync(DatasetOrder order, CancellationToken cancellationToken)
    {
        if (!MayTrain)
        {
            return await CallOffAsync("the policy does not permit training any more");
        }

        var policy = Policy;
        var exchanges = await new GoldenReader(log, transcripts, _log, policy).ReadAsync(order.CutSequence, cancellationToken);
        var set = await thread.RunAsync(
            ended => GoldenCurator.Curate([.. exchanges.Select(exchange => exchange.Candidate)], CuratorOptionsOf(policy), ended), cancellationToken);
        var kept = set.Train.Count + set.Calibration.Count + set.Eval.Count;
        if (kept < Distill.MinExamples)
        {
            // Not with each new example: most of them may be as like the others as the last ones were.
            var least = Distill.MinExamples - Math.Max(1, Distill.MinExamples / 100);
            State.Trigger = State.Trigger with { GoldenExamples = Math.Min(kept, least) };
            return await CallOffAsync($"{kept} golden examples of {exchanges.Count} recorded exchanges, {Distill.MinExamples} are needed");
        }

        return await KeepAsync(order, exchanges, set, kept, cancellationToken);
    }

    private async Task<bool> KeepAsync(
        DatasetOrder order,
        IReadOnlyList<(GoldenCandidate Candidate, Transcript Transcript)> exchanges,
        GoldenSet set,
        int kept,
        CancellationToken cancellationToken)
    {
        var turns = exchanges.ToDictionary(exchange => exchange.Candidate.OutcomeId, exchange => exchange.Transcript, StringComparer.Ordinal);
        DatasetArtifacts dataset;
        try
        {
            dataset = await new DatasetWriter(artifacts, Distill.Student == DistillStudent.Adapter, turns)
                .WriteAsync(set, GoldenReportText.Of(set.Report), cancellationToken);
        }
        catch (ArtifactTooLargeException e)
        {
            return await CallOffAsync(e.Message);
        }

        State.Profile = State.Profile with { Classes = ClassesOf(set.Report) };
        await BeginCycleAsync(order, dataset, kept);
        return true;
    }

    private Task BeginCycleAsync(DatasetOrder order, DatasetArtifacts dataset, int examples)
    {
        if (State.Cycle is { } before)
        {
            State.History = [before, .. State.History.Take(DistillationStatus.MaxHistory - 1)];
        }

        State.Order = null;
        State.Worker = null;
        State.Errands = new();
        State.Trigger = State.Trigger.WithTraining(examples);
        var cycle = new DistillationCycle
        {
            Number = (State.Cycle?.Number ?? 0) + 1,
            Phase = DistillationPhase.Training,
            Trigger = order.Trigger,
            Reason = $"{dataset.TrainCount} examples to learn, {dataset.CalibrationCount} to calibrate, {dataset.EvalCount} to judge by",
            CutSequence = order.CutSequence,
            StartedAt = order.At,
            Dataset = dataset,
            Kind = Distill.Student == DistillStudent.Adapter ? StudentKind.Adapter : StudentKind.Specialist,
            BaseModel = Distill.Student == DistillStudent.Adapter ? Distill.BaseModel : null,
        };
        return EnterAsync(cycle, order.At, order.Actor);
    }

    /// <summary>No cycle begins. There is nothing for the audit chain: nothing was trained.</summary>
    private async Task<bool> CallOffAsync(string reason)
    {
        State.Order = null;
        State.Note = reason;
        await StoreAsync();
        return true;
    }

    private static CuratorOptions CuratorOptionsOf(WorkloadPolicy policy) => new()
    {
        Task = policy.Distill.Task,
        Classes = policy.Distill.Classes,
        OutOfScope = policy.Distill.OutOfScope,
        Accept = policy.Distill.Accept,
        PersonalData = policy.Training.PersonalData,
        EvalShare = CuratorOptions.ShareFor(policy.Distill.MinExamples),
        CalibrationShare = CuratorOptions.ShareFor(policy.Distill.MinExamples),
    };

    private static Contracts.Distillation.ClassCount[] ClassesOf(GoldenReport report) =>
    [
        .. report.Classes.Take(WorkloadProfile.MaxClasses).Select(
            each => new Contracts.Distillation.ClassCount { Name = each.Class, Count = each.Train + each.Calibration + each.Eval }),
    ];
}
