using Freehold.Contracts.Audit;
using Freehold.Contracts.Distillation;
using Freehold.Contracts.Outcomes;
using Freehold.Core.Distillation.Rollout;

namespace Freehold.Grains.Distillation;

/// <summary>Brings a student out, stage by stage, watches it, and takes it back.</summary>
public sealed partial class DistillationGrain
{
    private LiveWatch? _newest;
    private LiveWatch? _incumbent;

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

        await BeginAsync(cycle, _newest!.Plan.Stages, "promoted by hand", actor, cancellationToken);
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

    /// <summary>The tests of a version, where the log is watched for it.</summary>
    private LiveWatch? WatchOf(string version) =>
        _newest?.Version == version ? _newest : _incumbent?.Version == version ? _incumbent : null;

    private WatchDecision? Watch(Outcome outcome)
    {
        if (outcome.Student is not { } trace || WatchOf(trace.Version) is not { } watch)
        {
            return null;
        }

        var seen = WorkloadEvents.ObservationOf(trace, WorkloadEvents.SourceOf(outcome, Distill));
        if ((watch.Monitor.IsPromoted || _incumbent is not null) && seen is { Arm: RolloutArm.Control, WouldServe: true })
        {
            State.Trigger = State.Trigger.WithSpent(outcome.At, outcome.CostMicroUsd, 0); // Only the comparison wanted the teacher's answer.
        }

        return new(watch, watch.Monitor.Add(seen));
    }

    private Task FollowAsync(WatchDecision said, CancellationToken cancellationToken) => said switch
    {
        { Decision.Step: RolloutStep.RollBack } => TakeBackAsync(said.Watch.Version, said.Decision.Reason, cancellationToken),
        { Decision.Step: RolloutStep.Advance, Watch.Monitor.IsPromoted: true } => SettleAsync(said, cancellationToken),
        { Decision.Step: RolloutStep.Advance } when State.Cycle is { } cycle && cycle.Version == said.Watch.Version =>
            BeginAsync(cycle, said.Watch.Monitor.Stage + 1, said.Decision.Reason, Actor.System, cancellationToken),
        _ => Task.CompletedTask,
    };

    /// <summary>A stage begins: first for everybody who asks, then here. Done again, it is the same operation.</summary>
    private async Task BeginAsync(DistillationCycle cycle, int stage, string reason, string actor, CancellationToken cancellationToken)
    {
        var (monitor, plan) = (_newest!.Monitor, _newest.Plan);
        var student = new StudentCandidate
        {
            Workload = _id.Name,
            Kind = cycle.Kind,
            Version = cycle.Version!,
            Digest = cycle.StudentDigest!,
            BaseModel = cycle.BaseModel,
            Stage = stage == 0 ? RolloutStage.Shadow : stage < plan.Stages ? RolloutStage.Canary : RolloutStage.Promoted,
            Share = plan.ShareAt(stage),
            ControlShare = stage < plan.Stages ? plan.AuditAt(stage) : 0,
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
            _incumbent = null;
            State.Trigger = State.Trigger with { Failures = 0, LastFailureAt = null, HasDrift = false };
        }

        await StoreAsync();
    }

    private async Task TakeBackAsync(string version, string reason, CancellationToken cancellationToken)
    {
        await Workload.RollBackAsync(version, reason, Actor.System, cancellationToken);
        await FollowRolloutAsync(cancellationToken);
    }

    /// <summary>A promoted student has done well for long enough: from now on it is audited as the policy says.</summary>
    private async Task SettleAsync(WatchDecision said, CancellationToken cancellationToken)
    {
        var settled = said.Watch.Plan.Stages + 1;
        var current = (await Workload.GetAsync(cancellationToken)).Current;
        if (current?.Version != said.Watch.Version)
        {
            return; // It was taken back a moment ago, which is followed with the next event.
        }

        var student = current with { Share = said.Watch.Plan.ShareAt(settled) };
        var reason = $"settled: {said.Decision.Reason}";
        var change = new WorkloadChange { OperationId = $"settled:{student.Version}", Student = student, Reason = reason };
        if (!await Workload.StageAsync(change, cancellationToken))
        {
            await FollowRolloutAsync(cancellationToken);
            return;
        }

        said.Watch.Monitor.Begin(settled);
        if (State.Cycle is { Phase: DistillationPhase.Promoted } cycle && cycle.Version == student.Version)
        {
            State.Cycle = cycle with { Reason = reason, Share = student.Share };
        }

        await StoreAsync();
    }

    /// <summary>
    /// What was taken back, here or by hand while this grain did something else or was not there, is not watched any more, and the promoted
    /// student always is.
    /// </summary>
    private async Task FollowRolloutAsync(CancellationToken cancellationToken)
    {
        if (_newest is null)
        {
            return;
        }

        var rollout = await Workload.GetAsync(cancellationToken);
        var hasChanged = false;
        foreach (var watch in (LiveWatch?[])[_incumbent, _newest])
        {
            if (Array.Find(rollout.History, change => change.Version == watch?.Version && change.Phase == DistillationPhase.RolledBack) is { } back)
            {
                NoteTakenBack(watch!, back);
                hasChanged = true;
            }
        }

        if (rollout.Current is { } current && WatchOf(current.Version) is null)
        {
            WatchPromoted(current);
            hasChanged = true;
        }

        if (hasChanged)
        {
            await StoreAsync();
        }
    }

    private void NoteTakenBack(LiveWatch watch, WorkloadEvent back)
    {
        State.Trigger = State.Trigger.WithFailure(back.At) with { HasDrift = State.Trigger.HasDrift || watch.Monitor.IsPromoted };
        if (State.Cycle is { } cycle && cycle.Version == back.Version)
        {
            State.Cycle = cycle with { Phase = DistillationPhase.RolledBack, Reason = back.Reason, Share = 0 };
        }

        _newest = watch == _newest ? _incumbent : _newest;
        _incumbent = null;
    }

    /// <summary>Another student is on its way; the promoted one is watched on.</summary>
    private void WatchNew(WatchedStudent student)
    {
        _incumbent = _newest is { Monitor.IsPromoted: true } promoted && promoted.Version != student.Version ? promoted : _incumbent;
        _newest = new LiveWatch(student);
    }

    /// <summary>A promoted student is watched again: one that was gone back to, or one that an earlier release did not watch.</summary>
    private void WatchPromoted(StudentCandidate student)
    {
        var baseline = Array.Find(State.Baselines, known => known.Version == student.Version)
            ?? new StudentBaseline { Version = student.Version, ServedScore = 1, ServedScoreError = 0 };
        var watch = new LiveWatch(StudentWatch.Of(student.Version, student.Digest, baseline, Distill));
        watch.Monitor.Begin(watch.Plan.Stages);
        if (_newest is null)
        {
            _newest = watch;
        }
        else
        {
            _incumbent = watch;
        }
    }

    private void RestoreWatch()
    {
        _newest = State.Watched is { } newest ? new LiveWatch(newest) : null;
        _incumbent = State.Incumbent is { } incumbent ? new LiveWatch(incumbent) : null;
    }

    private void KeepWatch() => (State.Watched, State.Incumbent) = (_newest?.ToStored(), _incumbent?.ToStored());
}
