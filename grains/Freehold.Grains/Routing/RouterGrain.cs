using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Telemetry;
using Freehold.Contracts.Tenancy;
using Microsoft.Extensions.Logging;

namespace Freehold.Grains.Routing;

/// <inheritdoc cref="IRouterGrain"/>
[StatelessWorker]
public sealed partial class RouterGrain(TimeProvider time, ILogger<RouterGrain> logger) : Grain, IRouterGrain
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(IRouterGrain.PolicyLeaseSeconds);

    private RouterSnapshot? _snapshot;
    private FiguresSnapshot _figures = FiguresSnapshot.Empty;
    private long _readAt;

    /// <inheritdoc/>
    public ValueTask<RouteDecision> RouteAsync(RouteRequest request, CancellationToken cancellationToken) =>
        Tracing.IsOn ? TraceAsync(request, cancellationToken) : DecideAsync(request, cancellationToken);

    private ValueTask<RouteDecision> DecideAsync(RouteRequest request, CancellationToken cancellationToken) =>
        _snapshot is { } snapshot && time.GetElapsedTime(_readAt) < Lease
            ? new(snapshot.Decide(request))
            : RefreshAndRouteAsync(request, cancellationToken);

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
        var figures = GetFiguresAsync(key, cancellationToken);
        await Task.WhenAll(policy, catalog, figures);

        _figures = await figures;
        _snapshot = new RouterSnapshot(await policy, await catalog ?? _snapshot?.Catalog ?? CatalogSnapshot.Empty, _figures);
        _readAt = startedAt;
        return _snapshot.Decide(request);
    }

    /// <summary>The figures only improve an order: where they cannot be had, the last ones do.</summary>
    private async Task<FiguresSnapshot> GetFiguresAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return await GrainFactory.GetGrain<IFiguresGrain>(key).GetAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFiguresUnavailable(e, key);
            return _figures;
        }
    }

    [LoggerMessage(2001, LogLevel.Warning, "The figures of tenant {Tenant} cannot be read; candidates keep the order they had.")]
    private partial void LogFiguresUnavailable(Exception exception, string tenant);
}
