using Freehold.Contracts.Audit;
using Freehold.Contracts.Distillation;

namespace Freehold.Grains.Distillation;

/// <summary>Who may answer for a workload, and what of the last change is not told everywhere yet.</summary>
[GenerateSerializer, Alias("freehold.WorkloadState")]
public sealed class WorkloadState
{
    /// <summary>How it stands.</summary>
    [Id(0)] public WorkloadRollout Rollout { get; set; } = new() { Revision = 0 };

    /// <summary>The last change as the audit chain is told of it; null before the first.</summary>
    [Id(1)] public AuditRecord? Audit { get; set; }

    /// <summary>SHA-256 of the student that the last change was about; null before the first.</summary>
    [Id(2)] public string? Digest { get; set; }
}
