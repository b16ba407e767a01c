using Freehold.Wire.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Freehold.Gateway.Http;

/// <summary>
/// The orderly end: first <c>/readyz</c> says no, then new requests get 503, then the requests in flight come to their end or are told that they
/// cannot, and only then the server closes and the silo leaves its cluster.
/// </summary>
internal sealed partial class Drain(IOptions<DrainOptions> options, TimeProvider time, ILogger<Drain> logger) : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan CutGrace = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _cut = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inFlight;
    private volatile bool _refuses;

    /// <summary>True from the moment in which the process was told to stop.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Requests that are being answered.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Cancelled when the time for the requests in flight is over.</summary>
    public CancellationToken Cut => _cut.Token;

    /// <summary>Takes a request in; false where no more are taken.</summary>
    public bool TryEnter()
    {
        Interlocked.Increment(ref _inFlight);
        if (!_refuses)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref _inFlight) == 0 && _refuses)
        {
            _empty.TrySetResult();
        }
    }

    public static Task RefuseAsync(HttpContext context)
    {
        context.Response.Headers.Connection = "close";
        return context.WriteErrorAsync(WireErrors.Stopping(), retryAfterMs: 1_000);
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        HasBegun = true;
        await Task.Delay(TimeSpan.FromSeconds(options.Value.DelaySeconds), time, cancellationToken);
        _refuses = true;
        if (InFlight == 0)
        {
            return;
        }

        LogDraining(InFlight, options.Value.LimitSeconds);
        try
        {
            await _empty.Task.WaitAsync(TimeSpan.FromSeconds(options.Value.LimitSeconds), time, cancellationToken);
        }
        catch (TimeoutException)
        {
            LogCut(InFlight);
            await _cut.CancelAsync();
            await _empty.Task.WaitAsync(CutGrace, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _cut.Dispose();

    [LoggerMessage(1005, LogLevel.Information, "Told to stop: {Requests} requests are in flight and have {Seconds} s to end.")]
    private partial void LogDraining(int requests, double seconds);

    [LoggerMessage(1006, LogLevel.Warning, "The time to end is over: {Requests} requests are cut off.")]
    private partial void LogCut(int requests);
}
