using Freehold.Core.Distillation.Rollout;
using Freehold.Core.Policies;

namespace Freehold.Grains.Distillation;

/// <summary>A student that the log is watched for, with its tests as they stand.</summary>
internal sealed class LiveWatch(WatchedStudent stored)
{
    public string Version => stored.Version;

    public RolloutMonitor Monitor { get; } = stored.ToMonitor();

    public RolloutPlan Plan { get; } = stored.ToPlan();

    public WatchedStudent ToStored() => stored with { Monitor = Monitor.ToBytes() };
}

/// <summary>What the tests of a student say now.</summary>
internal readonly record struct WatchDecision(LiveWatch Watch, RolloutDecision Decision);

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
