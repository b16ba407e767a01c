using Freehold.Embedded.Activations;
using Freehold.Embedded.Calls;
using Orleans.CodeGeneration;
using Orleans.Runtime;

namespace Freehold.Embedded.Timers;

/// <summary>A timer of an activation. A tick is a call to the activation, and waits its turn like one.</summary>
internal abstract class GrainTimer : IGrainTimer
{
    private static readonly CallMethod Tick = NewMethod(InvokeMethodOptions.OneWay);
    private static readonly CallMethod InterleavingTick = NewMethod(InvokeMethodOptions.OneWay | InvokeMethodOptions.AlwaysInterleave);

    private readonly CancellationTokenSource _disposed = new();
    private readonly Activation _activation;
    private readonly GrainTimerCreationOptions _options;
    private readonly ITimer _timer;
    private TimeSpan _dueTime;
    private TimeSpan _period;
    private bool _ticking;
    private bool _changedInTick;

    protected GrainTimer(Activation activation, GrainTimerCreationOptions options)
    {
        _activation = activation;
        _options = options;

        // What is ambient where the timer is made must not be ambient in its ticks.
        using (ExecutionContext.SuppressFlow())
        {
            _timer = activation.Class.Runtime.Time.CreateTimer(
                static state => ((GrainTimer)state!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public static IGrainTimer Start<TState>(
        IGrainContext context, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    {
        var activation = (Activation)context;
        var timer = new GrainTimer<TState>(activation, callback, state, options);
        (activation.Extras.Timers ??= []).Add(timer);
        timer.Change(options.DueTime, options.Period);
        return timer;
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        ThrowIfUnsupported(dueTime, nameof(dueTime));
        ThrowIfUnsupported(period, nameof(period));
        _dueTime = dueTime;
        _period = period;
        if (_ticking)
        {
            _changedInTick = true;
        }
        else
        {
            Schedule(dueTime);
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _disposed.Cancel();
        _activation.Extras.Timers?.Remove(this);
    }

    protected abstract Task InvokeAsync(CancellationToken cancellationToken);

    private static CallMethod NewMethod(InvokeMethodOptions options) =>
        new(typeof(IGrainTimerInvoker), "IGrainTimerInvoker", "Orleans.Runtime.IGrainTimerInvoker", nameof(IGrainTimerInvoker.InvokeCallbackAsync), options, -1);

    private static void ThrowIfUnsupported(TimeSpan time, string name)
    {
        if ((time < TimeSpan.Zero && time != Timeout.InfiniteTimeSpan) || time.TotalMilliseconds > uint.MaxValue - 1)
        {
            throw new ArgumentOutOfRangeException(name, time, "A timer takes 0 to 4,294,967,294 ms, or Timeout.InfiniteTimeSpan.");
        }
    }

    private void Fire()
    {
        _ticking = true;
        var tick = new TickCall(this, _options.Interleave ? InterleavingTick : Tick) { Target = _activation };
        _activation.Post(tick);
    }

    private async Task TickAsync()
    {
        try
        {
            if (!_disposed.IsCancellationRequested)
            {
                await InvokeAsync(_disposed.Token);
            }
        }
        finally
        {
            _ticking = false;
            Schedule(_changedInTick ? _dueTime : _period);
            _changedInTick = false;
        }
    }

    private void Schedule(TimeSpan dueTime)
    {
        if (!_disposed.IsCancellationRequested)
        {
            _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    private sealed class TickCall(GrainTimer timer, CallMethod method) : ResultCall<NoResult>(method)
    {
        internal override bool IsLocal => true;

        internal override bool KeepsAlive => timer._options.KeepAlive;

        protected override Task Run(object target) => timer.TickAsync();
    }
}

/// <summary>A timer with its state.</summary>
internal sealed class GrainTimer<TState>(
    Activation activation, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    : GrainTimer(activation, options)
{
    protected override Task InvokeAsync(CancellationToken cancellationToken) => callback(state, cancellationToken);
}

/// <summary>How a call filter sees a tick.</summary>
internal interface IGrainTimerInvoker : IAddressable
{
    Task InvokeCallbackAsync();
}
