using System.Globalization;
using Freehold.Core.Labels;
using Freehold.Core.Policies;

namespace Freehold.Core.Routing;

/// <summary>Says who may not answer, and why.</summary>
internal static class Eligibility
{
    /// <summary>What stands in the way whatever the policy looks for.</summary>
    public static (PlanRefusal Why, string Reason) Refuse(RoutableCandidate candidate, Label label, WorkloadPolicy policy,
        in RouteQuery query) =>
        !policy.Zones.Allows(label, candidate.Zone)
            ? (PlanRefusal.LabelForbidsZone, $"label {label} may not go to zone {candidate.Zone}")
            : candidate.Unavailable is { } unavailable
                ? (PlanRefusal.Unavailable, unavailable)
                : Incapable(candidate, query) is { } incapable
                    ? (PlanRefusal.NotSupportedByModel, incapable)
                    : (PlanRefusal.None, "");

    /// <summary>
    /// The limit of the objective that an estimate is beyond; null where it is within all. What is not known is beyond none.
    /// </summary>
    public static string? BeyondLimit(in CandidateEstimate estimate, RoutingObjective objective) =>
        estimate.CostMicroUsd > objective.MaxCostMicroUsd
            ? $"expected cost {Usd(estimate.CostMicroUsd)} is above max_cost_usd {Usd(objective.MaxCostMicroUsd.Value)}"
            : estimate.LatencyMs > objective.MaxLatencyP95Ms
                ? Text($"expected latency {estimate.LatencyMs.Value:0} ms is above max_latency_p95_ms {objective.MaxLatencyP95Ms.Value:0}")
                : estimate.Quality < objective.MinQuality
                    ? Text($"expected quality {estimate.Quality.Value:0.00} is below min_quality {objective.MinQuality:0.00}")
                    : null;

    /// <summary>What the request asks for that is not the candidate's to do; null where there is nothing.</summary>
    private static string? Incapable(RoutableCandidate candidate, in RouteQuery query) => (query.Embeds, candidate.Embeds) switch
    {
        (true, false) => candidate.IsLocal ? "the model writes text and makes no embeddings" : "embeddings are made by local models only",
        (false, true) => "the model makes embeddings and writes no text",
        (false, false) when query.NeedsProvider && candidate.IsLocal => "the request asks for what only a provider can do",
        (false, false) when query.NeedsLocal && !candidate.IsLocal => "the request asks for what only a local model can do",
        _ => null,
    };

    private static string Usd(long microUsd) => Text($"{microUsd / 1_000_000m:0.######}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
