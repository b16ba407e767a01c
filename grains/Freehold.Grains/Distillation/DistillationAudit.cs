using System.Text.Json.Nodes;
using Freehold.Contracts.Audit;
using Freehold.Contracts.Distillation;

namespace Freehold.Grains.Distillation;

/// <summary>What the audit chain is told of students.</summary>
internal static class DistillationAudit
{
    /// <summary>Longest reason that an entry holds, in characters.</summary>
    private const int MaxReason = 2_000;

    /// <summary>The entry of a change of who may answer.</summary>
    public static AuditRecord Of(WorkloadId workload, WorkloadEvent change, long revision, string digest, string actor) => new()
    {
        OperationId = $"workload:{WorkloadNames.Short(workload)}:{revision}",
        At = change.At,
        Actor = actor,
        Action = ActionOf(change.Phase),
        Subject = change.Version,
        Detail = Detail(workload, change.Reason, new() { ["digest"] = digest, ["share"] = change.Share, ["revision"] = revision }),
    };

    /// <summary>The entry of a step that changes nothing of who may answer.</summary>
    public static AuditRecord Of(WorkloadId workload, DistillationCycle cycle, DateTimeOffset at, string actor) => new()
    {
        OperationId = $"distill:{WorkloadNames.Short(workload)}:{cycle.Number}:{NameOf(cycle.Phase)}",
        At = at,
        Actor = actor,
        Action = ActionOf(cycle.Phase),
        Subject = cycle.Version ?? $"cycle-{cycle.Number}",
        Detail = Detail(workload, cycle.Reason, new()
        {
            ["cycle"] = cycle.Number,
            ["trigger"] = cycle.Trigger,
            ["cut_sequence"] = cycle.CutSequence,
            ["train"] = cycle.Dataset?.Train,
            ["eval"] = cycle.Dataset?.Eval,
            ["data_report"] = cycle.Dataset?.Report,
            ["job"] = cycle.JobId,
            ["digest"] = cycle.StudentDigest,
            ["gate_report"] = cycle.GateReport,
        }),
    };

    /// <summary>A phase in one word, as the API writes it.</summary>
    public static string NameOf(DistillationPhase phase) => phase switch
    {
        DistillationPhase.Collecting => "collecting",
        DistillationPhase.Training => "training",
        DistillationPhase.Evaluating => "evaluating",
        DistillationPhase.Shadow => "shadow",
        DistillationPhase.Canary => "canary",
        DistillationPhase.Promoted => "promoted",
        DistillationPhase.RolledBack => "rolled_back",
        _ => "stopped",
    };

    private static string ActionOf(DistillationPhase phase) => phase switch
    {
        DistillationPhase.Training => AuditActions.StudentTraining,
        DistillationPhase.Evaluating => AuditActions.StudentEvaluating,
        DistillationPhase.Shadow => AuditActions.StudentShadow,
        DistillationPhase.Canary => AuditActions.StudentCanary,
        DistillationPhase.Promoted => AuditActions.StudentPromoted,
        DistillationPhase.RolledBack => AuditActions.StudentRolledBack,
        _ => AuditActions.StudentStopped,
    };

    private static string Detail(WorkloadId workload, string reason, JsonObject more)
    {
        var detail = new JsonObject { ["workload"] = workload.Name, ["reason"] = reason.Length <= MaxReason ? reason : reason[..MaxReason] };
        foreach (var (name, value) in more.Where(entry => entry.Value is not null).ToArray())
        {
            more.Remove(name);
            detail[name] = value;
        }

        return detail.ToJsonString();
    }
}
