using Freehold.Core.Labels;

namespace Freehold.Core.Routing;

/// <summary>
/// Orders the candidates of one request: those the label allows, local ones before providers, failing ones last. Pure: the same
/// input gives the same plan.
/// </summary>
public static class RoutePlanner
{
    /// <summary>The model name that lets the policy choose.</summary>
    public const string Auto = "auto";

    /// <summary>Plans one request.</summary>
    /// <param name="query">The request.</param>
    /// <param name="policy">The tenant's policy.</param>
    /// <param name="candidates">All candidates, in order of preference among equals.</param>
    /// <param name="health">What is known of a candidate's recent attempts, by the id it would be logged under.</param>
    public static RoutePlan Plan(
        in RouteQuery query, RoutePolicy policy, IReadOnlyList<RoutableCandidate> candidates, Func<string, CandidateHealth> health)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(health);

        var label = LabelRules.Decide(query.Label, policy.DefaultLabel);
        var auto = query.Model == Auto;
        var matches = auto ? CandidateMatcher.Automatic(candidates) : CandidateMatcher.Named(query.Model, candidates);
        if (matches.Count == 0)
        {
            return Nobody(label, [], auto || candidates.Count == 0 ? PlanRefusal.NoCandidates : PlanRefusal.UnknownModel);
        }

        var allowed = new List<CandidateMatch>(matches.Count);
        var leftOut = new List<LeftOutCandidate>();
        var refusal = PlanRefusal.None;
        foreach (var match in matches)
        {
            var (why, reason) = Refuse(match.Candidate, label, policy, query);
            if (why == PlanRefusal.None)
            {
                allowed.Add(match);
                continue;
            }

            // Where nobody is left, the client is told of the label before anything else.
            refusal = refusal == PlanRefusal.LabelForbidsZone ? refusal : why;
            leftOut.Add(new(match.Id, reason));
        }

        return allowed.Count == 0 ? Nobody(label, leftOut, refusal) : Ordered(allowed, leftOut, label, policy, auto, health);
    }

    private static (PlanRefusal Why, string Reason) Refuse(
        RoutableCandidate candidate, Label label, RoutePolicy policy, in RouteQuery query) =>
        !policy.Zones.Allows(label, candidate.Zone)
            ? (PlanRefusal.LabelForbidsZone, $"label {label} may not go to zone {candidate.Zone}")
            : candidate.Unavailable is { } unavailable
                ? (PlanRefusal.Unavailable, unavailable)
                : Incapable(candidate, query) is { } incapable
                    ? (PlanRefusal.NotSupportedByModel, incapable)
                    : (PlanRefusal.None, "");

    /// <summary>What the request asks for that is not the candidate's to do; null where there is nothing.</summary>
    private static string? Incapable(RoutableCandidate candidate, in RouteQuery query) => (query.Embeds, candidate.Embeds) switch
    {
        (true, false) => candidate.IsLocal ? "the model writes text and makes no embeddings" : "embeddings are made by local models only",
        (false, true) => "the model makes embeddings and writes no text",
        (false, false) when query.NeedsProvider && candidate.IsLocal => "the request asks for what only a provider can do",
        (false, false) when query.NeedsLocal && !candidate.IsLocal => "the request asks for what only a local model can do",
        _ => null,
    };

    private static RoutePlan Ordered(
        List<CandidateMatch> allowed,
        List<LeftOutCandidate> leftOut,
        Label label,
        RoutePolicy policy,
        bool auto,
        Func<string, CandidateHealth> health)
    {
        // A cascade needs somebody to escalate to.
        var keepAt = auto && allowed.Exists(match => !match.Candidate.IsLocal) ? policy.EscalateBelowConfidence : null;
        var planned = new List<PlannedCandidate>(allowed.Count);
        var failing = new List<PlannedCandidate>();
        foreach (var local in (ReadOnlySpan<bool>)[true, false])
        {
            foreach (var match in allowed)
            {
                if (match.Candidate.IsLocal != local)
                {
                    continue;
                }

                var state = health(match.Id);
                var reason = auto ? (local ? "local first" : "provider") : "named";
                var place = state.IsFailing ? failing : planned;
                place.Add(new PlannedCandidate(
                    match.Index,
                    match.Id,
                    match.Model,
                    state.IsFailing ? $"{reason}, moved back: {state.ErrorsInARow} errors in a row" : reason,
                    local ? keepAt : null));
            }
        }

        planned.AddRange(failing);
        return new RoutePlan(planned, leftOut, label, PlanRefusal.None, (auto ? "auto: " : "") + planned[0].Reason);
    }

    private static RoutePlan Nobody(Label label, List<LeftOutCandidate> leftOut, PlanRefusal refusal) =>
        new([], leftOut, label, refusal, refusal switch
        {
            PlanRefusal.UnknownModel => "refused: unknown model",
            PlanRefusal.LabelForbidsZone => "refused: the label forbids every zone",
            PlanRefusal.NotSupportedByModel => "refused: no candidate can serve this request",
            PlanRefusal.Unavailable => "refused: no candidate is able to answer now",
            _ => "refused: no candidates",
        });
}
