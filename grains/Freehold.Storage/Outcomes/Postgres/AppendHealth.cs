using Microsoft.Extensions.Logging;

namespace Freehold.Storage.Outcomes.Postgres;

/// <summary>One line when appends start to fail and one when they work again, whatever the number of writers and attempts.</summary>
internal sealed partial class AppendHealth(ILogger logger)
{
    private int _isFailing;

    public void Failing(string fault)
    {
        if (Interlocked.Exchange(ref _isFailing, 1) == 0)
            LogFailing(logger, fault);
    }

    public void Working()
    {
        if (Volatile.Read(ref _isFailing) != 0 && Interlocked.Exchange(ref _isFailing, 0) == 1)
            LogRecovered(logger);
    }

    [LoggerMessage(11, LogLevel.Error, "{Fault}")]
    private static partial void LogFailing(ILogger logger, string fault);

    [LoggerMessage(12, LogLevel.Information, "The outcome log commits appends again.")]
    private static partial void LogRecovered(ILogger logger);
}
