using Freehold.Core.Learning.OffPolicy;

namespace Freehold.Core.Learning.Rollouts;

/// <summary>What a training came to.</summary>
/// <param name="Weights">The new version.</param>
/// <param name="Bytes">Its byte form, of which its id is the digest.</param>
/// <param name="Ships">True where it goes into force.</param>
/// <param name="Reason">Why, in words and figures.</param>
public sealed record TrainedVersion(Weights Weights, byte[] Bytes, bool Ships, string Reason);

/// <summary>
/// Trains the next version of the weights and decides whether it ships. A function of the decisions, of what is remembered and of the
/// policy: the same log gives the same version.
/// </summary>
/// <param name="memory">Which drifts were found, and whether one is new. It is read only.</param>
/// <param name="rule">The policy.</param>
/// <param name="fit">Fits a model of quality.</param>
public sealed class VersionTrainer(LearnerMemory memory, IDecisionRule rule, WeightsFit fit)
{
    /// <summary>Decisions that one training looks at, at most: the newest.</summary>
    public const int MaxDecisions = 10_000;

    /// <summary>Decisions that it learns from, at most; the comparison takes all that were held out, for it needs more of them and they cost less.</summary>
    public const int MaxLearned = 2_500;

    /// <summary>With fewer decisions that have a reward, nothing is trained.</summary>
    public const int MinRewards = 50;

    /// <summary>The fewest rewards from one training to the next.</summary>
    public const int MinRewardsBetweenTrainings = 200;

    /// <summary>
    /// A training is due when there are so many times fewer new rewards than the last one saw: often at first, and then as often as it tells something.
    /// </summary>
    private const int GrowthDivisor = 4;

    /// <summary>So many of ten decisions are held out of every training, for the comparison.</summary>
    private const ulong HeldOutOfTen = 4;

    private readonly VersionComparison _comparison = new(rule);

    /// <summary>True where a training is due.</summary>
    public static bool IsDue(LearnerMemory memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        return memory.RewardsSinceTraining >= Math.Max(MinRewardsBetweenTrainings, memory.RewardsLearned / GrowthDivisor)
            || (memory.HasNewDrift && memory.RewardsSinceTraining >= MinRewards);
    }

    /// <summary>Trains on decisions, and compares on others that neither version was trained on.</summary>
    /// <param name="decisions">Decisions of the log, oldest first, with what is known of their answers.</param>
    /// <param name="inForce">The version in force; null for none.</param>
    /// <param name="cancellationToken">Ends the training.</param>
    /// <returns>The new version; null where there is too little to learn from.</returns>
    public TrainedVersion? Train(IEnumerable<LoggedDecision> decisions, Weights? inForce, CancellationToken cancellationToken)
    {
        LoggedDecision[] rewarded = [.. decisions.Where(decision => decision.Signals.Reward is not null && memory.Holds(decision))];
        LoggedDecision[] learned = [.. rewarded.Where(decision => !IsHeldOut(decision.Id)).TakeLast(MaxLearned)];
        if (learned.Length < MinRewards)
        {
            return null;
        }

        var (weights, bytes) = fit(learned, cancellationToken);
        var verdict = Compare(rewarded, weights, inForce, cancellationToken);
        return memory.HasNewDrift && inForce is not null && !verdict.Ships
            ? new(weights, bytes, true, $"reset: {Describe(memory.Drifts[^1])}; what the log said of it before is forgotten")
            : new(weights, bytes, verdict.Ships, verdict.Reason);
    }

    /// <summary>By the id's hash (FNV-1a), so that a decision held out of one training is held out of all of them.</summary>
    internal static bool IsHeldOut(string id)
    {
        var hash = 14_695_981_039_346_656_037ul;
        foreach (var character in id)
        {
            hash = (hash ^ character) * 1_099_511_628_211ul;
        }

        return (hash >> 32) % 10 < HeldOutOfTen;
    }

    private PromotionVerdict Compare(LoggedDecision[] rewarded, Weights weights, Weights? inForce, CancellationToken cancellationToken)
    {
        var candidate = new List<OffPolicySample>();
        var current = new List<OffPolicySample>();
        foreach (var decision in rewarded)
        {
            if (IsHeldOut(decision.Id) && decision.IsComparable && decision.Sequence > memory.LastDriftOn(decision.Workload))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (one, other) = _comparison.Compare(decision, weights, inForce);
                candidate.Add(one);
                current.Add(other);
            }
        }

        return PromotionGate.Decide([.. candidate], [.. current], OffPolicyOptions.Default);
    }

    private static string Describe(Drift.DriftFound drift) =>
        $"{drift.Key.Arm} is {(drift.Direction == Drift.DriftDirection.Better ? "better" : "worse")} than expected"
        + (drift.Key.Workload.Length > 0 ? $" on {drift.Key.Workload}" : "");
}

/// <summary>Fits weights to decisions, each of which has a reward; gives them with their byte form.</summary>
public delegate (Weights Weights, byte[] Bytes) WeightsFit(IReadOnlyList<LoggedDecision> decisions, CancellationToken cancellationToken);
