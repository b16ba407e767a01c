using Freehold.Contracts.Distillation;
using Freehold.Core.Policies;

namespace Freehold.Grains.Distillation;

/// <summary>What a workload's distillation says of itself.</summary>
internal static class DistillationReport
{
    public static DistillationStatus Of(
        WorkloadId id, DistillationState state, WorkloadRollout rollout, TrainingProgress? progress, DistillPolicy policy, LiveWatch? watch)
    {
        var cycle = state.Cycle;
        if (cycle is not null && watch is not null && watch.Version == cycle.Version)
        {
            cycle = cycle with
            {
                ObservedRequests = watch.Monitor.Requests,
                NeededRequests = watch.Monitor.IsSettled ? 0 : watch.Plan.RequestsAt(watch.Monitor.Stage),
            };
        }

        var trigger = state.Trigger;
        var before = trigger.ExamplesAtLastTraining;
        return new DistillationStatus
        {
            Workload = id.Name,
            Phase = cycle?.Phase ?? DistillationPhase.Collecting,
            Reason = cycle?.Reason ?? state.Note,
            Sequence = state.Checkpoints.Sum(),
            Profile = state.Profile,
            Cycle = cycle,
            History = state.History,
            Current = rollout.Current,
            Progress = cycle?.Phase is DistillationPhase.Training or DistillationPhase.Evaluating ? progress : null,
            NewExamples = trigger.GoldenExamples - (before ?? 0),
            ExamplesNeeded = before is null ? policy.MinExamples : policy.RetrainExamples,
            Note = rollout.RegistryRefusal is { } refusal ? $"{state.Note}; the registry does not agree with who answers: {refusal}" : state.Note,
        };
    }
}
