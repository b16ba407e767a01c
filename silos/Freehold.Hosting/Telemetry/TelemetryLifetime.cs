using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Freehold.Hosting.Telemetry;

/// <summary>
/// Starts the providers with the host, and sends what is left when it ends. As the first hosted service it starts first and stops last,
/// after the last request.
/// </summary>
internal sealed class TelemetryLifetime(
    TracerProvider traces, MeterProvider metrics, LoggerProvider logs, ILogger<TelemetryLifetime> logger) : IHostedService, IDisposable
{
    /// <summary>How long a collector that does not answer may hold up the end of the process, all signals together.</summary>
    public static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(5);

    private readonly ExportFaults _faults = new(logger);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken)
    {
        var startedAt = Stopwatch.GetTimestamp();
        traces.Shutdown(Left());
        metrics.Shutdown(Left());
        logs.Shutdown(Left());
        return Task.CompletedTask;

        int Left() => cancellationToken.IsCancellationRequested
            ? 0
            : (int)Math.Max(0, (FlushLimit - Stopwatch.GetElapsedTime(startedAt)).TotalMilliseconds);
    }

    public void Dispose() => _faults.Dispose();
}
