using Freehold.Core.Learning.OffPolicy;

namespace Freehold.Core.Learning.Rollouts;

/// <summary>How two versions of the weights, either of which may be none, would have made a logged decision.</summary>
/// <param name="rule">The policy that turns expected qualities into propensities.</param>
public sealed class VersionComparison(IDecisionRule rule)
{
    /// <summary>What is expected of an arm of which neither version knows anything.</summary>
    private const double UnknownQuality = 0.5;

    /// <summary>The decision as each of the two would have made it.</summary>
    /// <param name="decision">A comparable decision with a reward.</param>
    /// <param name="candidate">The one version; null: none, and nothing is known of any arm.</param>
    /// <param name="current">The other version.</param>
    /// <remarks>
    /// The reward model of the doubly robust estimate is the mean of what both expect: taking the expectations of the one or the other would
    /// favour it, wherever its policy goes and the log does not.
    /// </remarks>
    public (OffPolicySample Candidate, OffPolicySample Current) Compare(LoggedDecision decision, Weights? candidate, Weights? current)
    {
        ArgumentNullException.ThrowIfNull(decision);
        var arms = decision.Arms.Length;
        Span<double> oneMean = stackalloc double[arms];
        Span<double> otherMean = stackalloc double[arms];
        Span<double> deviation = stackalloc double[arms];
        Span<double> one = stackalloc double[arms];
        Span<double> other = stackalloc double[arms];
        Span<double> predicted = stackalloc double[arms];
        Decide(decision, candidate, oneMean, deviation, one);
        Decide(decision, current, otherMean, deviation, other);
        for (var arm = 0; arm < arms; arm++)
        {
            predicted[arm] = rule.ValueOf(decision, arm, MeanOf(oneMean[arm], otherMean[arm]));
        }

        var reward = rule.ValueOf(decision, decision.Taken, decision.Signals.Reward!.Value);
        var propensity = decision.Arms[decision.Taken].Propensity;
        return (
            OffPolicySample.Of(one, predicted, decision.Taken, propensity, reward),
            OffPolicySample.Of(other, predicted, decision.Taken, propensity, reward));
    }

    private void Decide(LoggedDecision decision, Weights? weights, Span<double> mean, Span<double> deviation, Span<double> propensities)
    {
        mean.Fill(double.NaN);
        deviation.Fill(double.NaN);
        weights?.Estimate(decision, mean, deviation);
        rule.Distribute(decision, mean, deviation, propensities);
    }

    private static double MeanOf(double one, double other) =>
        double.IsNaN(one) ? (double.IsNaN(other) ? UnknownQuality : other) : double.IsNaN(other) ? one : (one + other) / 2;
}
