using System.Collections.Frozen;
using Freehold.Contracts.Distillation;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Tenancy;
using Freehold.Core.Economics;
using Freehold.Core.Features;
using Freehold.Core.Labels;
using Freehold.Core.Policies;
using Freehold.Core.Routing;

namespace Freehold.Grains.Routing;

/// <summary>All that a router decides from: policy, catalog, figures and learned weights of one moment, swapped whole.</summary>
internal sealed class RouterSnapshot
{
    private readonly CatalogSnapshot _catalog;
    private readonly RoutingTable _table;
    private readonly RoutingPolicyDocument? _policy;
    private readonly int _policyVersion;
    private readonly PlaceSpread _places;
    private readonly CascadeRules _cascades;
    private readonly StudentRouting _students;

    /// <param name="tenant">The tenant.</param>
    /// <param name="policy">Its policy; null where there is no such tenant.</param>
    /// <param name="catalog">Everybody who could answer.</param>
    /// <param name="figures">What they did lately.</param>
    /// <param name="places">How busy the places of local models are.</param>
    /// <param name="cascades">How local answers are judged.</param>
    /// <param name="quality">Learned weights; null where nothing was learned.</param>
    /// <param name="students">The tenant's students.</param>
    public RouterSnapshot(
        string tenant, TenantPolicy? policy, CatalogSnapshot catalog, FiguresSnapshot figures, PlaceSpread places, CascadeRules cascades,
        QualitySource? quality, StudentSnapshot students)
    {
        (_catalog, _places, _cascades) = (catalog, places, cascades);
        _students = new StudentRouting(tenant, students, catalog);
        _policy = policy is null ? null : PolicyCache.Shared.Get(policy.Document!);
        _policyVersion = policy?.Version ?? 0;
        var records = figures.Models.ToFrozenDictionary(model => model.Model, ToRecord, StringComparer.Ordinal);
        var queues = catalog.Candidates.Where(candidate => candidate.Kind == CandidateKind.LocalModel).GroupBy(candidate => candidate.Id)
            .ToFrozenDictionary(group => group.Key, group => group.Min(places.QueueMs), StringComparer.Ordinal);
        _table = new RoutingTable(
            [.. catalog.Candidates.Select(ToRoutable)],
            id => records.GetValueOrDefault(id) with { QueueMs = queues.GetValueOrDefault(id) },
            quality);
    }

    public CatalogSnapshot Catalog => _catalog;

    /// <summary>Decides one request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="draw">A number drawn evenly from [0, 1); 0 takes the best.</param>
    public RouteDecision Decide(RouteRequest request, double draw)
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
            request.Model, LabelOf(request), request.NeedsProvider, request.NeedsLocal, request.Embeds, request.PromptTokens,
            request.MaxCompletionTokens, request.HeldBy, request.HeldTokens, RedactedLabelOf(request), draw);
        var policy = _policy.For(request.Workload);
        var plan = RoutePlanner.Plan(query, FeaturesOf(request), policy, _table);
        var decision = _students.Apply(ToDecision(plan, request, policy), request, query, policy, plan);
        _places.Order(decision.Candidates, request);
        return decision;
    }

    private RouteDecision ToDecision(RoutePlan plan, RouteRequest request, WorkloadPolicy policy) => new()
    {
        Candidates = [.. plan.Candidates.Select(planned => Rank(planned, request.Workload, policy.Cascade))],
        Refused = [.. plan.LeftOut.Select(Refuse)],
        Refusal = (RouteRefusal)plan.Refusal,
        Reason = plan.Reason,
        Label = (SensitivityLabel)plan.Label,
        PolicyVersion = _policyVersion,
        Workload = request.Workload,
        WorkloadConfidence = request.WorkloadConfidence,
        WeightsVersion = _table.Quality?.Version,
        Redaction = _policy!.Labels.RedactsReversibly ? RedactionMode.Reversible : RedactionMode.None,
    };

    private static Label? LabelOf(RouteRequest request) => request.LabelFailed ? Label.Restricted : (Label?)request.Label;

    /// <summary>A silo that sends none has redacted nothing: then the label itself holds everywhere.</summary>
    private static Label? RedactedLabelOf(RouteRequest request) => request.LabelFailed ? null : (Label?)request.RedactedLabel;

    private static RoutableCandidate ToRoutable(Candidate candidate) => new(
        candidate.Id,
        candidate.Kind == CandidateKind.LocalModel,
        candidate.Zone,
        candidate.Model,
        candidate.Aliases,
        candidate.Automatic,
        candidate.OpenEnded,
        candidate.Unavailable,
        candidate.Embeds,
        new TokenPrice(candidate.PromptMicroUsdPerMillion, candidate.CompletionMicroUsdPerMillion, candidate.PromptMicroUsdPerMillion));

    private static CandidateRecord ToRecord(ModelFigures model) => new(
        new CandidateHealth(model.Requests, model.Errors, model.ErrorsInARow),
        model.LatencyP95Ms,
        model.Requests > model.Errors ? model.CompletionTokens / (double)(model.Requests - model.Errors) : 0);

    /// <summary>Features are only worth reading where something was learned; those of another version than ours say nothing.</summary>
    private RequestFeatures? FeaturesOf(RouteRequest request)
    {
        try
        {
            return _table.Quality is null || request.Features.Length == 0 ? null : RequestFeatures.FromBytes(request.Features);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private RankedCandidate Rank(PlannedCandidate planned, string? workload, CascadePolicy cascade)
    {
        var candidate = _catalog.Candidates[planned.Index];
        return new RankedCandidate
        {
            Candidate = candidate.Id == planned.Id ? candidate : candidate with { Id = planned.Id, Model = planned.Model },
            Reason = planned.Reason,
            Propensity = planned.Propensity,
            ExpectedQuality = planned.Estimate.Quality,
            QualityDeviation = planned.Estimate.QualityDeviation,
            ExpectedCostMicroUsd = planned.Estimate.CostMicroUsd,
            ExpectedLatencyMs = planned.Estimate.LatencyMs,
            KeepAtProbability = planned.KeepAtProbability,
            Cascade = planned.KeepAtProbability is { } probability
                ? _cascades.For(candidate, workload, probability, cascade.SelfConsistency - 1)
                : null,
        };
    }

    private static RefusedCandidate Refuse(LeftOutCandidate left) => new()
    {
        Id = left.Id,
        Reason = left.Reason,
        ExpectedQuality = left.Estimate.Quality,
        QualityDeviation = left.Estimate.QualityDeviation,
        ExpectedCostMicroUsd = left.Estimate.CostMicroUsd,
        ExpectedLatencyMs = left.Estimate.LatencyMs,
    };
}
