using Freehold.Contracts.Audit;
using Freehold.Contracts.Distillation;
using Freehold.Contracts.Outcomes;
using Freehold.Core.Distillation.Rollout;

namespace Freehold.Grains.Distillation;

/// <summary>Brings a student out, stage by stage, watches it, and takes it back.</summary>
public sealed partial class DistillationGrain
{
    private RolloutMonitor? _monitor;

    /// <inheritdoc/>
    public async Task<DistillationCommandResult> PromoteAsync(string version, CancellationToken cancellationToken)
    {
        var actor = Actor.Current;
        await WorkAsync(cancellationToken);
        if (State.Cycle is { Phase: DistillationPhase.Promoted } promoted && promoted.Version == version)
        {
            return Answer(DistillationCommandStatus.Done, $"Version {version} is promoted.");
        }

        if (State.Cycle is not { Phase: DistillationPhase.Shadow or DistillationPhase.Canary } cycle || cycle.Version != version)
        {
            return Answer(DistillationCommandStatus.Conflict, $"Version {version} is in no stage from which it could be promoted; see the status.");
        }

        await BeginAsync(cycle, State.Watched!.ToPlan().Stages, "promoted by hand", actor, cancellationToken);
        return State.Cycle?.Phase == DistillationPhase.Promoted
            ? Answer(DistillationCommandStatus.Done, $"Version {version} is promoted.")
            : Answer(DistillationCommandStatus.Conflict, $"Version {version} was taken back.");
    }

    /// <inheritdoc/>
    public async Task<DistillationCommandResult> RollBackAsync(string version, CancellationToken cancellationToken)
    {
        var isDone = await Workload.RollBackAsync(version, "rolled back by hand", Actor.Current, cancellationToken);
        await WakeAsync(cancellationToken);
        return isDone
            ? Answer(DistillationCommandStatus.Done, $"Version {version} does not answer any more.")
            : Answer(DistillationCommandStatus.Conflict, $"Version {version} does not answer; see the status for the one that does.");
    }

    private RolloutDecision? Watch(Outcome outcome)
    {
        if (State.Watched is not { } watched || WorkloadEvents.ObservationOf(outcome, watched.Digest) is not { } seen)
        {
            return null;
        }

        if (_monitor!.IsPromoted && seen is { Arm: RolloutArm.Control, WouldServe: true })
        {
            State.Trigger = State.Trigger.WithSpent(outcome.At, outcome.CostMicroUsd, 0); // Only the audit wanted the teacher's answer.
        }

        return _monitor.Add(seen);
    }

    private Task FollowAsync(RolloutDecision decision, CancellationToken cancellationToken) => decision.Step switch
    {
        RolloutStep.RollBack => TakeBackAsync(State.Watched!.Version, decision.Reason, cancellationToken),
        RolloutStep.Advance when State.Cycle is { } cycle && cycle.Version == State.Watched!.Version =>
            BeginAsync(cycle, _monitor!.Stage + 1, decision.Reason, Actor.System, cancellationToken),
        _ => Task.CompletedTask,
    };

    /// <summary>A stage begins: first for everybody who asks, then here. Done again, it is the same operation.</summary>
    private async Task BeginAsync(DistillationCycle cycle, int stage, string reason, string actor, CancellationToken cancellationToken)
    {
        var monitor = _monitor!;
        var plan = State.Watched!.ToPlan();
        var student = new StudentCandidate
        {
            Workload = _id.Name,
            Kind = cycle.Kind,
            Version = cycle.Version!,
            Digest = cycle.StudentDigest!,
            BaseModel = cycle.BaseModel,
            Stage = stage == 0 ? RolloutStage.Shadow : stage < plan.Stages ? RolloutStage.Canary : RolloutStage.Promoted,
            Share = plan.ShareAt(stage),
            ServeAt = cycle.ServeAt,
            PolicyVersion = _policyVersion,
        };
        var change = new WorkloadChange
        {
            OperationId = $"cycle:{cycle.Number}:stage:{stage}",
            Student = student,
            Reason = reason,
            EvalSet = cycle.Dataset?.Eval,
            Profile = State.Profile,
            Actor = actor,
        };
        if (!await Workload.StageAsync(change, cancellationToken))
        {
            await FollowRolloutAsync(cancellationToken);
            return;
        }

        monitor.Begin(stage);
        State.Cycle = cycle with
        {
            Phase = student.Stage switch
            {
                RolloutStage.Shadow => DistillationPhase.Shadow,
                RolloutStage.Canary => DistillationPhase.Canary,
                _ => DistillationPhase.Promoted,
            },
            Reason = reason,
            Share = student.Share,
        };
        if (student.Stage == RolloutStage.Promoted)
        {
            State.Trigger = State.Trigger with { Failures = 0, LastFailureAt = null };
        }

        await StoreAsync();
    }

    private async Task TakeBackAsync(string version, string reason, CancellationToken cancellationToken)
    {
        await Workload.RollBackAsync(version, reason, Actor.System, cancellationToken);
        await FollowRolloutAsync(cancellationToken);
    }

    /// <summary>What was taken back, here or by hand while this grain did something else or was not there, is not watched any more.</summary>
    private async Task FollowRolloutAsync(CancellationToken cancellationToken)
    {
        if (State.Watched is not { } watched)
        {
            return;
        }

        var rollout = await Workload.GetAsync(cancellationToken);
        if (Array.Find(rollout.History, change => change.Version == watched.Version && change.Phase == DistillationPhase.RolledBack) is { } back)
        {
            await NoteTakenBackAsync(back, rollout.Answering());
        }
    }

    private Task NoteTakenBackAsync(WorkloadEvent back, StudentCandidate? next)
    {
        var wasPromoted = _monitor!.IsPromoted;
        State.Trigger = State.Trigger.WithFailure(back.At) with { HasDrift = State.Trigger.HasDrift || wasPromoted };
        if (State.Cycle is { } cycle && cycle.Version == back.Version)
        {
            State.Cycle = cycle with { Phase = DistillationPhase.RolledBack, Reason = back.Reason, Share = 0 };
        }

        State.Watched = null;
        _monitor = null;
        if (next is not null)
        {
            WatchFrom(next, isPromoted: true);
        }

        return StoreAsync();
    }

    private void WatchFrom(StudentCandidate student, bool isPromoted)
    {
        var baseline = Array.Find(State.Baselines, known => known.Version == student.Version)
            ?? new StudentBaseline { Version = student.Version, ServedScore = 1, ServedScoreError = 0 };
        State.Watched = StudentWatch.Of(student.Version, student.Digest, baseline, Distill);
        RestoreWatch();
        if (isPromoted)
        {
            _monitor!.Begin(State.Watched.ToPlan().Stages);
        }
    }

    private void RestoreWatch() => _monitor = State.Watched?.ToMonitor();

    private void KeepWatch() => State.Watched = State.Watched is { } watched ? watched with { Monitor = _monitor!.ToBytes() } : null;
}
