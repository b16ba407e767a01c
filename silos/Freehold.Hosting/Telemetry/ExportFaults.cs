using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Freehold.Hosting.Telemetry;

/// <summary>
/// Says in the log, at most once a minute, that telemetry does not arrive: the SDK tells only listeners of its event sources.
/// </summary>
internal sealed partial class ExportFaults(ILogger logger) : EventListener
{
    private const string ExporterSource = "OpenTelemetry-Exporter-OpenTelemetryProtocol";

    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private long _toldAt;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == ExporterSource)
        {
            EnableEvents(eventSource, EventLevel.Warning);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        var now = Stopwatch.GetTimestamp();
        var last = Volatile.Read(ref _toldAt);
        if ((last == 0 || Stopwatch.GetElapsedTime(last, now) >= Quiet) && Interlocked.CompareExchange(ref _toldAt, now, last) == last)
        {
            LogNotSent(Describe(eventData));
        }
    }

    /// <summary>The event's first line: an exception's text goes on over many.</summary>
    private static string Describe(EventWrittenEventArgs e)
    {
        var arguments = e.Payload?.ToArray() ?? [];
        var text = e.Message is { } format ? string.Format(CultureInfo.InvariantCulture, format, arguments) : e.EventName ?? "";
        var line = text.AsSpan();
        var end = line.IndexOfAny('\r', '\n');
        return (end < 0 ? line : line[..end]).ToString();
    }

    [LoggerMessage(5101, LogLevel.Warning,
        "Telemetry is not sent: {Reason} Look at OTEL_EXPORTER_OTLP_ENDPOINT and at the collector; this is said once a minute.")]
    private partial void LogNotSent(string reason);
}
