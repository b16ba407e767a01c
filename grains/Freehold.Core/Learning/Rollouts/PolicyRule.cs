using Freehold.Core.Economics;
using Freehold.Core.Features;
using Freehold.Core.Labels;
using Freehold.Core.Policies;
using Freehold.Core.Routing;

namespace Freehold.Core.Learning.Rollouts;

/// <summary>The rule of a tenant's policy: the planner of the request path itself, on the arms of a logged decision.</summary>
/// <param name="policy">The policy.</param>
/// <remarks>
/// Zones, labels and health were checked when the decision was made: its arms are those that could have been tried. A conversation's prefix is not in
/// the log, so both versions are compared as if nobody held it.
/// </remarks>
public sealed class PolicyRule(RoutingPolicyDocument policy) : IDecisionRule
{
    /// <summary>
    /// Where a policy prefers what is cheap or fast: so much of a decision's value is its price or its time, from the dearest arm (0) to the
    /// cheapest (1), and the rest is quality.
    /// </summary>
    private const double PreferenceShare = 0.2;

    private static readonly ZoneRules Anywhere = new([(Label.Public, (IEnumerable<string>)["any"])]);

    /// <inheritdoc/>
    public void Distribute(
        LoggedDecision decision, ReadOnlySpan<double> mean, ReadOnlySpan<double> deviation, Span<double> propensities)
    {
        ArgumentNullException.ThrowIfNull(decision);
        var arms = decision.Arms;
        var known = new FixedQuality(mean.ToArray(), deviation.ToArray());
        var table = new RoutingTable(
            [.. arms.Select(arm => new RoutableCandidate(
                arm.Candidate, false, "any", arm.Candidate, [], true, false, null, false, PriceOf(arm)))],
            id => new CandidateRecord(default, arms[Array.FindIndex(arms, arm => arm.Candidate == id)].LatencyMs ?? 0),
            new QualitySource("", known, id => known.ArmOf(Array.FindIndex(arms, arm => arm.Candidate == id))));
        var rule = policy.For(decision.Workload) with { Zones = Anywhere, DefaultLabel = Label.Public };
        var plan = RoutePlanner.Plan(new RouteQuery(RoutePlanner.Auto, null, false, PromptTokens: TokensOfPrice), RequestFeatures.Empty, rule, table);
        propensities.Clear();
        foreach (var planned in plan.Candidates)
        {
            propensities[planned.Index] = planned.Propensity;
        }
    }

    /// <inheritdoc/>
    public double ValueOf(LoggedDecision decision, int arm, double quality)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return policy.For(decision.Workload).Objective.Prefer switch
        {
            RoutingPreference.Cost => Mix(quality, Saved(decision, arm, each => each.CostMicroUsd)),
            RoutingPreference.Value => quality - Math.Clamp(
                (decision.Arms[arm].CostMicroUsd ?? 0) / policy.For(decision.Workload).Objective.QualityWorthMicroUsd, 0, 1),
            RoutingPreference.Latency => Mix(quality, Saved(decision, arm, each => each.LatencyMs)),
            _ => quality,
        };
    }

    /// <summary>The logged cost is of the whole request: as a price of a million tokens it is the same for a request of a million tokens.</summary>
    private const int TokensOfPrice = 1_000_000;

    private static TokenPrice PriceOf(LoggedArm arm) => new((long)(arm.CostMicroUsd ?? 0), 0, 0);

    private static double Mix(double quality, double saved) => ((1 - PreferenceShare) * quality) + (PreferenceShare * saved);

    /// <summary>Where an arm stands between the most and the least of all arms: 0 to 1; 1 where they are all alike or not known.</summary>
    private static double Saved(LoggedDecision decision, int arm, Func<LoggedArm, double?> measure)
    {
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var each in decision.Arms)
        {
            if (measure(each) is { } value)
            {
                (least, most) = (Math.Min(least, value), Math.Max(most, value));
            }
        }

        return most > least && measure(decision.Arms[arm]) is { } own ? (most - own) / (most - least) : 1;
    }

    /// <summary>Qualities that are known already, as a model.</summary>
    private sealed class FixedQuality(double[] mean, double[] deviation) : IQualityModel
    {
        public int Arms => mean.Length;

        public int ArmOf(int place) => place >= 0 && double.IsNaN(mean[place]) ? -1 : place;

        public void Estimate(RequestFeatures features, Span<double> means, Span<double> deviations)
        {
            mean.CopyTo(means);
            deviation.CopyTo(deviations);
        }
    }
}
