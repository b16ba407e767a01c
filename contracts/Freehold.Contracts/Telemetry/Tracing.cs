using System.Diagnostics;

namespace Freehold.Contracts.Telemetry;

/// <summary>
/// The spans of this house, and how they find their parents: the W3C <c>traceparent</c> of the caller's span travels in
/// <see cref="RequestContext"/>, on both runtimes and into enumerations too, because what is ambient at a caller is not ambient in a
/// grain's turn.
/// </summary>
/// <remarks>Where nobody listens nothing is made, set or read: every method returns after one look at the source.</remarks>
public static class Tracing
{
    /// <summary>Name of the one activity source.</summary>
    public const string SourceName = "Freehold";

    /// <summary>The event in a span of a streamed answer when its first tokens came.</summary>
    public const string FirstTokensEvent = "first tokens";

    private const string Key = "freehold.traceparent";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>True where somebody listens.</summary>
    public static bool IsOn => Source.HasListeners();

    /// <summary>Starts a span below the ambient one; null where nobody listens, or the trace is not sampled.</summary>
    public static Activity? Start(string name, ActivityKind kind) => Source.StartActivity(name, kind);

    /// <summary>From here on, the grain calls of this asynchronous flow are made on behalf of <paramref name="span"/>.</summary>
    public static void Carry(Activity? span)
    {
        if (span is { IdFormat: ActivityIdFormat.W3C, Id: { } traceParent } && IsOn)
        {
            RequestContext.Set(Key, traceParent);
        }
    }

    /// <summary>
    /// Starts a grain's span below the one that its caller carried; null where there is none, so that no grain starts a trace of its own.
    /// </summary>
    /// <remarks>In an iterator it is ambient up to the first <c>yield</c> only.</remarks>
    public static Activity? StartInGrain(string name) =>
        IsOn && RequestContext.Get(Key) is string traceParent && ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent)
            ? Source.StartActivity(name, ActivityKind.Internal, parent)
            : null;

    /// <summary>
    /// Marks a span as failed. The type is one of few; what went wrong in words stays in the log, because it may quote a client.
    /// </summary>
    public static void Fail(this Activity? span, string errorType) =>
        span?.SetTag(SpanAttributes.ErrorType, errorType).SetStatus(ActivityStatusCode.Error);
}
