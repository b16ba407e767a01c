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
    private int _turn = Random.Shared.Next();

    public RouterSnapshot(TenantPolicy? policy, CatalogSnapshot catalog, FiguresSnapshot figures)
    {
        _catalog = catalog;
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
        return new RouteDecision
        {
            Candidates = Spread([.. plan.Candidates.Select(Rank)]),
            Refused = [.. plan.LeftOut.Select(left => new RefusedCandidate { Id = left.Id, Reason = left.Reason })],
            Refusal = (RouteRefusal)plan.Refusal,
            Reason = plan.Reason,
            Label = (SensitivityLabel)plan.Label,
            PolicyVersion = PolicyVersion,
        };
    }

    /// <summary>One model at several places: each request begins with another of them.</summary>
    private RankedCandidate[] Spread(RankedCandidate[] ranked)
    {
        for (int start = 0, end; start < ranked.Length; start = end)
        {
            var id = ranked[start].Candidate.Id;
            for (end = start + 1; end < ranked.Length && ranked[end].Candidate.Id == id; end++)
            {
            }

            if (end - start > 1)
            {
                _turn = (_turn + 1) & int.MaxValue;
                var run = ranked.AsSpan(start, end - start);
                var (first, others) = (_turn % run.Length, run.ToArray());
                for (var i = 0; i < run.Length; i++)
                {
                    run[i] = others[(first + i) % run.Length] with { Propensity = i == 0 && start == 0 ? 1.0 / run.Length : 0 };
                }
            }
        }

        return ranked;
    }

    private RankedCandidate Rank(PlannedCandidate planned, int place)
    {
        var candidate = _catalog.Candidates[planned.Index];
        return new RankedCandidate
        {
            Candidate = candidate.Id == planned.Id ? candidate : candidate with { Id = planned.Id, Model = planned.Model },
            Reason = planned.Reason,
            KeepAtConfidence = planned.KeepAtConfidence,
            Propensity = place == 0 ? 1 : 0,
        };
    }
}
