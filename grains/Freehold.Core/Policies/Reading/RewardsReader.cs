using Freehold.Core.Learning.Rewards;

namespace Freehold.Core.Policies.Reading;

/// <summary>Reads the section <c>rewards</c>.</summary>
internal static class RewardsReader
{
    /// <summary>Every key with its largest value, and how it is read from and put into weights.</summary>
    public static readonly
        (string Key, double Max, Func<RewardWeights, double> Get, Func<RewardWeights, double, RewardWeights> Set)[] Keys =
    [
        ("score", RewardWeights.MaxWeight, rewards => rewards.Score, (rewards, value) => rewards with { Score = value }),
        ("judge", RewardWeights.MaxWeight, rewards => rewards.Judge, (rewards, value) => rewards with { Judge = value }),
        ("accepted", RewardWeights.MaxWeight, rewards => rewards.Accepted, (rewards, value) => rewards with { Accepted = value }),
        ("rejected", RewardWeights.MaxWeight, rewards => rewards.Rejected, (rewards, value) => rewards with { Rejected = value }),
        ("edited", RewardWeights.MaxWeight, rewards => rewards.Edited, (rewards, value) => rewards with { Edited = value }),
        ("retried", RewardWeights.MaxWeight, rewards => rewards.Retried, (rewards, value) => rewards with { Retried = value }),
        ("escalated", RewardWeights.MaxWeight, rewards => rewards.Escalated, (rewards, value) => rewards with { Escalated = value }),
        ("failed", RewardWeights.MaxWeight, rewards => rewards.Failed, (rewards, value) => rewards with { Failed = value }),
        ("edited_value", 1, rewards => rewards.EditedValue, (rewards, value) => rewards with { EditedValue = value }),
        ("retried_value", 1, rewards => rewards.RetriedValue, (rewards, value) => rewards with { RetriedValue = value }),
        ("escalated_value", 1, rewards => rewards.EscalatedValue, (rewards, value) => rewards with { EscalatedValue = value }),
        ("retry_window_s", RewardWeights.MaxRetryWindow.TotalSeconds, rewards => rewards.RetryWindow.TotalSeconds,
            (rewards, value) => rewards with { RetryWindow = TimeSpan.FromSeconds(value) }),
    ];

    public static RewardWeights Read(PolicySection parent, RewardWeights basis)
    {
        if (parent.Section("rewards", [.. Keys.Select(reward => reward.Key)]) is not { } section)
        {
            return basis;
        }

        foreach (var (key, max, _, set) in Keys)
        {
            basis = section.Number(key, 0, max) is { } value ? set(basis, value) : basis;
        }

        return basis;
    }
}
