using System.Collections.Frozen;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Tenancy;
using Freehold.Core.Labels;
using Freehold.Core.Routing;

namespace Freehold.Grains.Routing;

/// <summary>All that a router decides from: policy, catalog and figures of one moment, swapped whole.</summary>
internal sealed class RouterSnapshot
{
    private readonly CatalogSnapshot _catalog;
    private readonly RoutableCandidate[] _routable;
    private readonly RoutePolicy? _policy;
    private readonly FrozenDictionary<string, CandidateHealth> _health;
    private readonly PlaceSpread _places;
    private readonly CascadeRules _cascades;

    public RouterSnapshot(TenantPolicy? policy, CatalogSnapshot catalog, FiguresSnapshot figures, PlaceSpread places, CascadeRules cascades)
    {
        (_catalog, _places, _cascades) = (catalog, places, cascades);
        _routable = [.. catalog.Candidates.Select(candidate => new RoutableCandidate(
            candidate.Id,
            candidate.Kind == CandidateKind.LocalModel,
            candidate.Zone,
            candidate.Model,
            candidate.Aliases,
            candidate.Automatic,
            candidate.OpenEnded,
            candidate.Unavailable,
            candidate.Embeds))];
        _policy = policy is null ? null : new RoutePolicy(
            (Label)policy.DefaultLabel,
            new ZoneRules(policy.Zones.Select(rule => ((Label)rule.Label, (IEnumerable<string>)rule.Zones))),
            policy.EscalateBelowConfidence);
        _health = figures.Models.ToFrozenDictionary(
            model => model.Model,
            model => new CandidateHealth(model.Requests, model.Errors, model.ErrorsInARow),
            StringComparer.Ordinal);
        PolicyVersion = policy?.Version ?? 0;
    }

    public CatalogSnapshot Catalog => _catalog;

    public int PolicyVersion { get; }

    public RouteDecision Decide(RouteRequest request)
    {
        if (_policy is null)
        {
            return new RouteDecision
            {
                Candidates = [],
                Refused = [],
                Refusal = RouteRefusal.NoSuchTenant,
                Reason = "refused: no such tenant",
                Label = SensitivityLabel.Restricted,
                PolicyVersion = 0,
            };
        }

        var query = new RouteQuery(
            request.Model, (Label?)request.Label, request.NeedsProvider, request.NeedsLocal, request.Embeds);
        var plan = RoutePlanner.Plan(query, _policy, _routable, id => _health.GetValueOrDefault(id));
        RankedCandidate[] ranked = [.. plan.Candidates.Select((planned, place) => Rank(planned, place, request.Workload))];
        _places.Order(ranked, request);
        return new RouteDecision
        {
            Candidates = ranked,
            Refused = [.. plan.LeftOut.Select(left => new RefusedCandidate { Id = left.Id, Reason = left.Reason })],
            Refusal = (RouteRefusal)plan.Refusal,
            Reason = plan.Reason,
            Label = (SensitivityLabel)plan.Label,
            PolicyVersion = PolicyVersion,
        };
    }

    private RankedCandidate Rank(PlannedCandidate planned, int place, string? workload)
    {
        var candidate = _catalog.Candidates[planned.Index];
        double? keepAt = planned.KeepAtConfidence is { } logProb ? Math.Exp(logProb) : null;
        return new RankedCandidate
        {
            Candidate = candidate.Id == planned.Id ? candidate : candidate with { Id = planned.Id, Model = planned.Model },
            Reason = planned.Reason,
            KeepAtProbability = keepAt,
            Cascade = keepAt is { } probability ? _cascades.For(candidate, workload, probability, samples: 0) : null,
            Propensity = place == 0 ? 1 : 0,
        };
    }
}
