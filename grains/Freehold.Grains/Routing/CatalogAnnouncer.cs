using Freehold.Contracts.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Freehold.Grains.Routing;

/// <summary>Announces this silo's candidates: once before the silo takes requests, then again and again so that they stay.</summary>
public sealed partial class CatalogAnnouncer(
    IGrainFactory grains, IEnumerable<ICandidateSource> sources, TimeProvider time, ILogger<CatalogAnnouncer> logger) : BackgroundService
{
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(ICatalogGrain.LeaseSeconds / 3);

    /// <summary>Soon: a worker may be there before the first silo that holds a catalog.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private bool _isAnnounced;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await AnnounceAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(_isAnnounced ? RenewEvery : RetryAfter, time, stoppingToken);
            await AnnounceAsync(stoppingToken);
        }
    }

    private async Task AnnounceAsync(CancellationToken cancellationToken)
    {
        _isAnnounced = true;
        foreach (var source in sources)
        {
            try
            {
                var candidates = await source.GetCandidatesAsync(cancellationToken);
                await grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key).AnnounceAsync(source.Owner, candidates, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                _isAnnounced = false;
                LogNotAnnounced(source.Owner, RetryAfter.TotalSeconds, e.Message);
            }
        }
    }

    [LoggerMessage(2002, LogLevel.Warning, "The candidates of {Owner} could not be announced; next try in {Seconds} s: {Reason}")]
    private partial void LogNotAnnounced(string owner, double seconds, string reason);
}
