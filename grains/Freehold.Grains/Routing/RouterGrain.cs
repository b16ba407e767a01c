using Freehold.Contracts.Distillation;
using Freehold.Contracts.Learning;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Telemetry;
using Freehold.Contracts.Tenancy;
using Freehold.Core.Learning.Rollouts;
using Freehold.Core.Routing;
using Microsoft.Extensions.Logging;

namespace Freehold.Grains.Routing;

/// <inheritdoc cref="IRouterGrain"/>
[StatelessWorker]
public sealed partial class RouterGrain(TimeProvider time, ILogger<RouterGrain> logger) : Grain, IRouterGrain
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(IRouterGrain.PolicyLeaseSeconds);

    private RouterSnapshot? _snapshot;
    private FiguresSnapshot _figures = FiguresSnapshot.Empty;
    private LoadSnapshot _load = LoadSnapshot.Empty;
    private StudentSnapshot _students = StudentSnapshot.Empty;
    private CascadeRules _cascades = CascadeRules.Empty;
    private Task _calibrating = Task.CompletedTask;
    private Task _weighing = Task.CompletedTask;
    private QualitySource? _quality;
    private long _readAt;

    /// <inheritdoc/>
    public ValueTask<RouteDecision> RouteAsync(RouteRequest request, CancellationToken cancellationToken) =>
        Tracing.IsOn ? TraceAsync(request, cancellationToken) : DecideAsync(request, cancellationToken);

    private ValueTask<RouteDecision> DecideAsync(RouteRequest request, CancellationToken cancellationToken) =>
        _snapshot is { } snapshot && time.GetElapsedTime(_readAt) < Lease
            ? new(Decide(snapshot, request))
            : RefreshAndRouteAsync(request, cancellationToken);

    /// <summary>What is only to be shown takes no part in the exploration.</summary>
    private static RouteDecision Decide(RouterSnapshot snapshot, RouteRequest request) =>
        snapshot.Decide(request, request.Explain ? 0 : Random.Shared.NextDouble());

    private async ValueTask<RouteDecision> TraceAsync(RouteRequest request, CancellationToken cancellationToken)
    {
        using var span = Tracing.StartInGrain("route");
        var decision = await DecideAsync(request, cancellationToken);
        span?.SetTag(SpanAttributes.Decision, decision.Reason)
            .SetTag(SpanAttributes.Label, decision.Label.ToString())
            .SetTag(SpanAttributes.CandidateCount, decision.Candidates.Length);
        return decision;
    }

    private async ValueTask<RouteDecision> RefreshAndRouteAsync(RouteRequest request, CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        var startedAt = time.GetTimestamp();
        var policy = GrainFactory.GetGrain<ITenantGrain>(key).GetPolicyAsync(cancellationToken);
        var catalog = GrainFactory.GetGrain<ICatalogGrain>(ICatalogGrain.Key)
            .GetNewerAsync(_snapshot?.Catalog.Version ?? 0, cancellationToken);
        var figures = ImproveAsync(RefreshFiguresAsync(key, cancellationToken), "figures");
        var load = ImproveAsync(RefreshLoadAsync(cancellationToken), "load");
        var students = RefreshStudentsAsync(key, cancellationToken);
        if (_calibrating.IsCompleted)
        {
            // Not waited for: it may have to be learned first. The next refresh has it.
            _calibrating = ImproveAsync(RefreshCascadesAsync(key), "calibration");
        }

        if (_weighing.IsCompleted)
        {
            _weighing = ImproveAsync(RefreshWeightsAsync(key), "weights"); // Not waited for either: no request waits for the learning.
        }

        await Task.WhenAll(policy, catalog, figures, load, students);
        _snapshot = new RouterSnapshot(
            key, await policy, await catalog ?? _snapshot?.Catalog ?? CatalogSnapshot.Empty, _figures, new PlaceSpread(_load), _cascades,
            _quality, _students);
        _readAt = startedAt;
        return Decide(_snapshot, request);
    }

    /// <summary>Figures, load and calibration only improve a decision: where they cannot be had, the last ones do.</summary>
    private async Task ImproveAsync(Task refresh, string what)
    {
        try
        {
            await refresh;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogUnavailable(e, what, this.GetPrimaryKeyString());
        }
    }

    private async Task RefreshFiguresAsync(string key, CancellationToken cancellationToken) =>
        _figures = await GrainFactory.GetGrain<IFiguresGrain>(key).GetAsync(cancellationToken);

    private async Task RefreshLoadAsync(CancellationToken cancellationToken) =>
        _load = await GrainFactory.GetGrain<ILoadGrain>(ILoadGrain.Key).GetNewerAsync(_load.Version, cancellationToken) ?? _load;

    /// <summary>
    /// Which students there are is asked like the policy: one that was withdrawn must be gone with the next snapshot. Where it cannot be known,
    /// there is none, and the teachers answer.
    /// </summary>
    private async Task RefreshStudentsAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            var catalog = GrainFactory.GetGrain<IStudentCatalogGrain>(key);
            _students = await catalog.GetNewerAsync(_students.Version, cancellationToken) ?? _students;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _students = StudentSnapshot.Empty;
            LogNoStudents(e, key);
        }
    }

    private async Task RefreshCascadesAsync(string key)
    {
        if (await GrainFactory.GetGrain<ICalibrationGrain>(key).GetNewerAsync(_cascades.Version, CancellationToken.None) is { } newer)
        {
            _cascades = CascadeRules.From(newer);
        }
    }

    private async Task RefreshWeightsAsync(string key)
    {
        if (await GrainFactory.GetGrain<ILearnerGrain>(key).GetNewerAsync(_quality?.Version ?? "", CancellationToken.None) is { } newer)
        {
            var weights = newer.Version.Length > 0 ? WeightsCache.Shared.Get(newer.Version, newer.Model) : null;
            _quality = weights is null ? null : new QualitySource(weights.Id, weights.Model, weights.ArmOf);
        }
    }

    [LoggerMessage(2001, LogLevel.Warning, "The {What} of tenant {Tenant} cannot be read; the last one is used.")]
    private partial void LogUnavailable(Exception exception, string what, string tenant);

    [LoggerMessage(2005, LogLevel.Warning, "The students of tenant {Tenant} cannot be read; until they can, none of them is asked.")]
    private partial void LogNoStudents(Exception exception, string tenant);
}
