using System.Diagnostics.Metrics;

namespace Freehold.Contracts.Telemetry;

/// <summary>The metrics that are our own. Their attributes are enumerations of ours and names out of the configuration.</summary>
public static class HouseMetrics
{
    /// <summary>Name of the one meter.</summary>
    public const string MeterName = "Freehold";

    /// <summary>Made before the instruments below it; queues observe themselves through meters of the same name.</summary>
    internal static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>(
        "freehold.route.refusals", "{request}", "Requests that the router refused, by reason.");

    private static readonly Counter<long> Fallbacks = Meter.CreateCounter<long>(
        "freehold.fallbacks", "{attempt}", "Attempts after the first of their request, by what the one before ended with.");

    private static readonly Counter<long> Retries = Meter.CreateCounter<long>(
        "freehold.retries", "{call}", "Grain calls made again because a silo went away, by what the call before failed with.");

    private static readonly Counter<long> TranscriptsLeftOut = Meter.CreateCounter<long>(
        "freehold.transcripts.left_out", "{exchange}", "Exchanges that policy permits training with and that were not recorded, by reason.");

    private static readonly Counter<long> SkippedShadows = Meter.CreateCounter<long>(
        "freehold.student.shadows.skipped", "{request}", "Requests whose student was not asked beside its teacher, because too many were.");

    private static readonly Histogram<double> AppendDuration = Meter.CreateHistogram(
        "freehold.outcome.append.duration",
        "s",
        "How long an outcome took to become durable; its count is that of the outcomes appended.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20],
        });

    /// <summary>True where somebody collects how long appends take.</summary>
    public static bool MeasuresAppends => AppendDuration.Enabled;

    /// <summary>The router refused a request.</summary>
    public static void Refused(string reason) => Refusals.Add(1, new KeyValuePair<string, object?>(SpanAttributes.Reason, reason));

    /// <summary>Another candidate is tried, because the one before ended with <paramref name="reason"/>.</summary>
    public static void FellBack(string reason) => Fallbacks.Add(1, new KeyValuePair<string, object?>(SpanAttributes.Reason, reason));

    /// <summary>A student was not asked beside its teacher, because too many shadows were running.</summary>
    public static void ShadowSkipped() => SkippedShadows.Add(1);

    /// <summary>A grain call is made again.</summary>
    public static void Retried(Exception failure) =>
        Retries.Add(1, new KeyValuePair<string, object?>(SpanAttributes.ErrorType, failure.GetType().FullName));

    /// <summary>An exchange that could have been recorded was not.</summary>
    public static void TranscriptLeftOut(string reason) =>
        TranscriptsLeftOut.Add(1, new KeyValuePair<string, object?>(SpanAttributes.Reason, reason));

    /// <summary>An append ended; <paramref name="errorType"/> is null where it is durable.</summary>
    public static void Appended(TimeSpan duration, string? errorType)
    {
        if (errorType is null)
        {
            AppendDuration.Record(duration.TotalSeconds);
        }
        else
        {
            AppendDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>(SpanAttributes.ErrorType, errorType));
        }
    }
}
