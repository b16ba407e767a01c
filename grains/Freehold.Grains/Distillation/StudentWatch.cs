using Freehold.Core.Distillation.Rollout;
using Freehold.Core.Policies;

namespace Freehold.Grains.Distillation;

/// <summary>The sequential tests of a student, to and from what is stored.</summary>
internal static class StudentWatch
{
    /// <summary>A watch that has seen nothing.</summary>
    public static WatchedStudent Of(string version, string digest, StudentBaseline baseline, DistillPolicy policy) => new()
    {
        Version = version,
        Digest = digest,
        ShadowRequests = policy.ShadowRequests,
        CanaryShares = [.. policy.CanaryStages],
        CanaryRequests = policy.CanaryRequests,
        AuditShare = policy.AuditShare,
        Baseline = baseline,
        Margin = policy.Margin,
        MaxLatencyMs = policy.MaxLatencyMs,
    };

    /// <summary>The tests, where they were.</summary>
    /// <exception cref="InvalidDataException">What is stored of them cannot be read.</exception>
    public static RolloutMonitor ToMonitor(this WatchedStudent watched)
    {
        var baseline = new RolloutBaseline
        {
            ServedScore = watched.Baseline.ServedScore,
            ServedScoreError = watched.Baseline.ServedScoreError,
            Margin = watched.Margin,
            MaxLatencyMs = watched.MaxLatencyMs,
        };
        return watched.Monitor.Length == 0
            ? new RolloutMonitor(watched.ToPlan(), baseline)
            : RolloutMonitor.FromBytes(watched.ToPlan(), baseline, watched.Monitor);
    }

    /// <summary>The plan that the student comes out by.</summary>
    public static RolloutPlan ToPlan(this WatchedStudent watched) => new()
    {
        ShadowRequests = watched.ShadowRequests,
        CanaryShares = watched.CanaryShares,
        CanaryRequests = watched.CanaryRequests,
        AuditShare = watched.AuditShare,
    };
}
