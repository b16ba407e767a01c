using Freehold.Core.Policies;
using Freehold.Core.Routing.Affinity;

namespace Freehold.Core.Routing;

/// <summary>A model that may be tried, at one place or at several.</summary>
/// <param name="First">Its first place among the allowed candidates.</param>
/// <param name="Places">How many places it has, side by side.</param>
/// <param name="IsLocal">True for a model in a worker of ours.</param>
/// <param name="IsFailing">True where others should be tried first.</param>
/// <param name="PromptPrice">Price of a million prompt tokens, in micro-USD.</param>
/// <param name="Estimate">What is expected of its answer.</param>
internal readonly record struct RouteArm(int First, int Places, bool IsLocal, bool IsFailing, long PromptPrice, CandidateEstimate Estimate)
{
    /// <summary>
    /// What a whole unit of quality and a second are worth, in micro-USD, when a conversation weighs whether to move: by what the policy
    /// prefers.
    /// </summary>
    public static (double PerQuality, double PerSecond) WorthOf(RoutingObjective objective) => objective.Prefer switch
    {
        RoutingPreference.Value => (objective.QualityWorthMicroUsd, 100),
        RoutingPreference.Quality => (100_000, 100),
        RoutingPreference.Latency => (1_000, 1_000_000),
        _ => (1_000, 100),
    };

    /// <summary>True where this arm comes before the other one: one that does not fail first, then by what the policy prefers.</summary>
    /// <remarks>Who is not known yet counts as average: it neither wins for its silence nor loses for it.</remarks>
    public bool Precedes(in RouteArm other, RoutingObjective objective)
    {
        if (IsFailing != other.IsFailing)
        {
            return !IsFailing;
        }

        var (quality, cost, latency) = (Quality - other.Quality, Estimate.CostMicroUsd - other.Estimate.CostMicroUsd,
            Latency - other.Latency);
        var value = ValueBy(objective) - other.ValueBy(objective);
        return objective.Prefer switch
        {
            RoutingPreference.Value => value != 0 ? value > 0 : latency < 0,
            RoutingPreference.Quality => quality != 0 ? quality > 0 : cost != 0 ? cost > 0 : latency < 0,
            RoutingPreference.Latency => latency != 0 ? latency < 0 : cost != 0 ? cost < 0 : quality > 0,
            _ => cost != 0 ? cost < 0 : IsLocal != other.IsLocal ? IsLocal : quality != 0 ? quality > 0 : latency < 0,
        };
    }

    /// <summary>True where moving a conversation from its holder to this arm is worth reading the prefix again.</summary>
    public bool IsWorthSwitching(in RouteArm holder, int heldTokens, RoutingObjective objective)
    {
        var (perQuality, perSecond) = WorthOf(objective);
        var heldAtHolder = heldTokens * (double)holder.PromptPrice / 1_000_000;
        var heldHere = heldTokens * (double)PromptPrice / 1_000_000;
        return SwitchCost.Of(heldTokens, PromptPrice).IsExceededBy(
            Quality - holder.Quality,
            holder.Estimate.CostMicroUsd - heldAtHolder - (Estimate.CostMicroUsd - heldHere),
            holder.Latency - Latency,
            perQuality,
            perSecond);
    }

    /// <summary>What its answer is expected to be worth, in units of a right one.</summary>
    public double ValueBy(RoutingObjective objective) => objective.ValueOf(Quality, Estimate.CostMicroUsd);

    private double Quality => Estimate.Quality ?? AssumedQuality;

    private double Latency => Estimate.LatencyMs ?? AssumedLatencyMs;

    private const double AssumedQuality = 0.5;

    private const double AssumedLatencyMs = 2_000;
}
