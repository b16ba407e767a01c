using Freehold.Contracts.Distillation;
using Freehold.Core.Distillation.Rollout;
using Freehold.Core.Policies;

namespace Freehold.Grains.Distillation;

/// <summary>What a workload's distillation says of itself.</summary>
internal static class DistillationReport
{
    public static DistillationStatus Of(
        WorkloadId id, DistillationState state, WorkloadRollout rollout, TrainingProgress? progress, DistillPolicy policy, RolloutMonitor? monitor)
    {
        var cycle = state.Cycle;
        if (cycle is not null && monitor is not null && state.Watched is { } watched && watched.Version == cycle.Version)
        {
            cycle = cycle with
            {
                ObservedRequests = monitor.Requests,
                NeededRequests = monitor.IsPromoted ? 0 : watched.ToPlan().RequestsAt(monitor.Stage),
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
            Note = state.Note,
        };
    }
}
