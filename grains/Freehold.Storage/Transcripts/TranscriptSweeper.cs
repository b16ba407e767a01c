using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Freehold.Storage.Transcripts;

/// <summary>Removes transcripts whose time is over, at the start and every hour. Until then nobody reads them either.</summary>
internal sealed partial class TranscriptSweeper(ITranscriptStore store, TimeProvider time, ILogger<TranscriptSweeper> logger)
    : BackgroundService
{
    /// <summary>How often.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                if (await store.SweepAsync(stoppingToken).ConfigureAwait(false) is > 0 and var count)
                    LogSwept(count);
            }
            catch (TranscriptStoreException exception)
            {
                LogFailed(exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    [LoggerMessage(31, LogLevel.Information, "{Count} transcripts were over their time and are removed.")]
    private partial void LogSwept(int count);

    [LoggerMessage(32, LogLevel.Warning, "Transcripts over their time could not be removed; the next sweep tries again. {Fault}")]
    private partial void LogFailed(string fault);
}
