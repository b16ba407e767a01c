using Freehold.Core.Learning.OffPolicy;
using Freehold.Core.Learning.Sequential;

namespace Freehold.Core.Learning.Rollouts;

/// <summary>
/// Watches a version in force against its predecessor, decision by decision, and says when the predecessor would have been better. May be
/// asked after every decision: the error probability <see cref="Alpha"/> holds over all of them together.
/// </summary>
/// <param name="Test">Of the doubly robust differences, predecessor minus version in force, as parts of <see cref="Bound"/>.</param>
public readonly record struct RegretWatch(BettingTest Test)
{
    /// <summary>The probability that a version which is not worse is ever taken back.</summary>
    public const double Alpha = 0.01;

    /// <summary>
    /// Weights of the predecessor are clipped at this. Where a clipped weight would have raised the difference, the watch is slower, and
    /// where it would have lowered it, the model's errors must have been on one side: with rewards of 0 to 1 this is small.
    /// </summary>
    public const double WeightCap = 10;

    /// <summary>
    /// No difference is below minus this: values lie within -1 and 1, so expectations differ by 2 at most; an arm's price is known, so its value is
    /// wrong by 1 at most, times a weight.
    /// </summary>
    public const double Bound = 2 + WeightCap;

    private static readonly OffPolicyOptions Options = new() { WeightCap = WeightCap };

    /// <summary>True where the version in force is worse than its predecessor.</summary>
    public bool IsWorse => Test.Rejects(Alpha);

    /// <summary>Mean of the differences so far: the regret a decision, above 0 where the predecessor looks better.</summary>
    public double RegretPerDecision => Test.Moments.Mean * Bound;

    /// <summary>The watch after one more decision that the version in force made.</summary>
    /// <param name="inForce">The version in force on that decision.</param>
    /// <param name="predecessor">Its predecessor on the same one.</param>
    public RegretWatch Add(in OffPolicySample inForce, in OffPolicySample predecessor)
    {
        var difference = OffPolicyEstimator.DoublyRobustScore(predecessor, Options) - OffPolicyEstimator.DoublyRobustScore(inForce, Options);
        return new(Test.Add(difference / Bound));
    }
}
