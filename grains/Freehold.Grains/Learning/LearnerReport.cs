using System.Globalization;
using Freehold.Contracts.Learning;
using Freehold.Core.Learning.Drift;
using Freehold.Core.Learning.Rollouts;

namespace Freehold.Grains.Learning;

/// <summary>What a tenant's learning says of itself.</summary>
internal static class LearnerReport
{
    public static LearnerStatus Of(LearnerMemory memory, long sequence) => new()
    {
        Sequence = sequence,
        InForce = memory.History.InForce?.Id ?? "",
        Versions = [.. memory.History.Versions.Reverse().Select(version => new WeightsVersion
        {
            Id = version.Id,
            Number = version.Number,
            Sequence = version.Sequence,
            At = version.At,
            Status = (WeightsStatus)version.Status,
            Reason = version.Reason,
            Predecessor = version.Predecessor,
        })],
        RewardsSinceTraining = memory.RewardsSinceTraining,
        RegretPerDecision = memory.Watch.Test.Moments.Count > 0 ? memory.Watch.RegretPerDecision : null,
        ComparedDecisions = memory.Watch.Test.Moments.Count,
        Drifts = [.. memory.Drifts.Reverse().Select(drift => new DriftNotice
        {
            Workload = drift.Key.Workload,
            Candidate = drift.Key.Arm,
            Better = drift.Direction == DriftDirection.Better,
            Since = drift.Since,
        })],
    };

    /// <summary>Why a version is taken back.</summary>
    public static string Regret(RegretWatch watch) => string.Create(
        CultureInfo.InvariantCulture,
        $"worse than its predecessor by {watch.RegretPerDecision:F4} a decision, over {watch.Test.Moments.Count} live ones");
}
