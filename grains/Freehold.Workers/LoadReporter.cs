using Freehold.Contracts.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Freehold.Workers;

/// <summary>Tells the routers how busy this silo's models are: at most twice a second, and only what changed.</summary>
public sealed partial class LoadReporter(EngineHost engines, IGrainFactory grains, TimeProvider time, ILogger<LoadReporter> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    /// <summary>So long nothing is said where nothing changes.</summary>
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(ILoadGrain.LeaseSeconds / 3);

    private WorkerLoad? _said;
    private long _saidAt;
    private bool _isSilent;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await ReportAsync(engines.GetLoad(), stoppingToken);
        }
    }

    private async Task ReportAsync(WorkerLoad load, CancellationToken cancellationToken)
    {
        // A worker without models says so too: it can train.
        if (_said is { } said && load.Models.AsSpan().SequenceEqual(said.Models) && time.GetElapsedTime(_saidAt) < RenewEvery)
        {
            return;
        }

        try
        {
            await grains.GetGrain<ILoadGrain>(ILoadGrain.Key).ReportAsync(load, cancellationToken);
            (_said, _saidAt, _isSilent) = (load, time.GetTimestamp(), false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (!_isSilent)
            {
                _isSilent = true;
                LogNotReported(e.Message);
            }
        }
    }

    [LoggerMessage(4006, LogLevel.Warning, "Routers cannot be told how busy this silo is, and go by what they know: {Reason}")]
    private partial void LogNotReported(string reason);
}
