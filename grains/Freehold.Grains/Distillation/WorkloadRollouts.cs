using Freehold.Contracts.Distillation;

namespace Freehold.Grains.Distillation;

/// <summary>Changes of who may answer for a workload, as functions of how it stands.</summary>
internal static class WorkloadRollouts
{
    /// <summary>The student of a version, where it may answer.</summary>
    public static StudentCandidate? Find(this WorkloadRollout rollout, string version) =>
        rollout.Candidate?.Version == version ? rollout.Candidate
        : rollout.Current?.Version == version ? rollout.Current
        : null;

    /// <summary>True where a version was taken back: it never comes again.</summary>
    public static bool IsTakenBack(this WorkloadRollout rollout, string version) =>
        Array.Exists(rollout.History, change => change.Version == version && change.Phase == DistillationPhase.RolledBack);

    /// <summary>A student goes a stage further.</summary>
    public static WorkloadRollout With(this WorkloadRollout rollout, WorkloadChange change, DateTimeOffset at)
    {
        var student = change.Student;
        var phase = student.Stage switch
        {
            RolloutStage.Shadow => DistillationPhase.Shadow,
            RolloutStage.Canary => DistillationPhase.Canary,
            _ => DistillationPhase.Promoted,
        };
        var next = rollout.After(change.OperationId, student.Version, phase, student.Share, change.Reason, at) with
        {
            EvalSet = change.EvalSet ?? rollout.EvalSet,
            Profile = change.Profile ?? rollout.Profile,
        };
        return phase != DistillationPhase.Promoted ? next with { Candidate = student } : next with
        {
            Current = student,
            Candidate = rollout.Candidate?.Version == student.Version ? null : rollout.Candidate,
            Previous = rollout.Current is { } before && before.Version != student.Version
                ? [before, .. rollout.Previous.Take(WorkloadRollout.MaxPrevious - 1)]
                : rollout.Previous,
        };
    }

    /// <summary>A version is taken back.</summary>
    public static WorkloadRollout Without(this WorkloadRollout rollout, string version, string reason, DateTimeOffset at)
    {
        var next = rollout.After($"back:{version}", version, DistillationPhase.RolledBack, 0, reason, at);
        return rollout.Candidate?.Version == version
            ? next with { Candidate = null }
            : next with { Current = rollout.Previous.FirstOrDefault(), Previous = [.. rollout.Previous.Skip(1)] };
    }

    private static WorkloadRollout After(
        this WorkloadRollout rollout, string operation, string version, DistillationPhase phase, double share, string reason, DateTimeOffset at)
        => rollout with
        {
            Revision = rollout.Revision + 1,
            RegistryRefusal = null,
            History =
        [
            new WorkloadEvent { OperationId = operation, At = at, Version = version, Phase = phase, Share = share, Reason = reason },
            .. rollout.History.Take(WorkloadRollout.MaxHistory - 1),
        ],
        };
}
