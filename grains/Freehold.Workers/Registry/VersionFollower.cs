using Freehold.Contracts.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Freehold.Workers.Registry;

/// <summary>
/// Asks the registry twice a second which version of each local model is current, and tells the routers where that changed what is on
/// offer.
/// </summary>
public sealed partial class VersionFollower(
    EngineHost engines, IOptions<WorkerOptions> options, IGrainFactory grains, TimeProvider time, ILogger<VersionFollower> logger)
        : BackgroundService
{
    /// <summary>How often it asks.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var name in options.Value.Models.Keys)
            {
                await FollowAsync(name, stoppingToken);
            }
        }
    }

    private async Task FollowAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            if (await engines.FollowAsync(name, cancellationToken))
            {
                var candidates = await engines.GetCandidatesAsync(cancellationToken);
                await grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key).AnnounceAsync(engines.Owner, candidates, cancellationToken);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotFollowed(name, e.Message); // The catalog hears of it with the next renewal.
        }
    }

    [LoggerMessage(4014, LogLevel.Warning, "What the registry says of model '{Model}' could not be followed yet: {Reason}")]
    private partial void LogNotFollowed(string model, string reason);
}
