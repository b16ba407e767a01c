using Freehold.Contracts.Telemetry;
using Microsoft.Extensions.Logging;

namespace Freehold.Gateway.Calls;

/// <summary>
/// Repeats calls that failed because a silo went away, not because a grain said no: the grain is soon on another silo. Only for calls that
/// may be made twice: reads, and commands with an id of their own.
/// </summary>
/// <remarks>
/// The runtime needs some seconds to find out that a silo is dead; a call's own time limit is ten. Within <see cref="Patience"/> a call is made as
/// often as it takes.
/// </remarks>
public sealed partial class GrainRetry(TimeProvider time, ILogger<GrainRetry> logger)
{
    /// <summary>After so long the failure is the caller's.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(1);

    /// <summary>
    /// True where the runtime failed a call: no statement about what the grain did or would do. A cancellation that the caller did not ask for is
    /// that of a silo that stops.
    /// </summary>
    public static bool IsPassing(Exception exception) =>
        exception is TimeoutException or EnumerationAbortedException or OperationCanceledException || (exception is OrleansException and not LimitExceededException);

    /// <summary>Makes the call, again where its silo went away.</summary>
    public ValueTask<T> RunAsync<TArgs, T>(TArgs args, Func<TArgs, CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var first = call(args, cancellationToken);
        return first.IsCompletedSuccessfully ? first : WaitAsync(first, args, call, cancellationToken);
    }

    private async ValueTask<T> WaitAsync<TArgs, T>(
        ValueTask<T> attempt, TArgs args, Func<TArgs, CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        var startedAt = 0L;
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await attempt;
            }
            catch (Exception e) when (IsPassing(e) && !cancellationToken.IsCancellationRequested)
            {
                startedAt = startedAt == 0 ? time.GetTimestamp() : startedAt;
                if (time.GetElapsedTime(startedAt) > Patience)
                {
                    throw;
                }

                LogRepeated(tries, e.GetType().Name, e.Message);
                HouseMetrics.Retried(e);
            }

            await Task.Delay(Delay(tries), time, cancellationToken);
            attempt = call(args, cancellationToken);
        }
    }

    private static TimeSpan Delay(int tries) => tries > 5 ? MaxDelay : FirstDelay * (1 << (tries - 1));

    [LoggerMessage(1007, LogLevel.Debug, "Try {Tries} of a call failed and is repeated: {Kind}: {Reason}")]
    private partial void LogRepeated(int tries, string kind, string reason);
}
