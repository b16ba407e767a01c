using Freehold.Embedded.Calls;
using Freehold.Embedded.CodeGeneration;
using Orleans;
using Orleans.Runtime;

namespace Freehold.Embedded.Activations;

/// <summary>The states of an activation, in order.</summary>
internal enum ActivationState : byte
{
    /// <summary>In the table, not called yet.</summary>
    Created,

    /// <summary>Making the grain, reading its state, running its OnActivateAsync.</summary>
    Activating,

    /// <summary>Takes calls.</summary>
    Valid,

    /// <summary>Running its OnDeactivateAsync; calls wait for the next activation.</summary>
    Deactivating,

    /// <summary>Out of the table; calls that still come are passed on.</summary>
    Dead,
}

/// <summary>How an activation begins and ends.</summary>
internal sealed partial class Activation
{
    private const int MaxForwards = 8;

    public ActivationState State { get; private set; }

    public bool IsDead => State == ActivationState.Dead;

    private bool IsDeactivationRequested => _extras?.Reason is not null;

    private bool IsDeactivationDue => IsDeactivationRequested && _runningCount == 0 && State == ActivationState.Valid;

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        if (ReferenceEquals(RuntimeContext.Current, this))
        {
            // Now, and not after the calls that wait: they are for the next activation.
            RequestDeactivation(deactivationReason, cancellationToken);
            return;
        }

        Post(new ActionItem(
            static state =>
            {
                var (activation, reason, token) = ((Activation, DeactivationReason, CancellationToken))state!;
                activation.RequestDeactivation(reason, token);
            },
            (this, deactivationReason, cancellationToken)));
    }

    public void DelayDeactivation(TimeSpan span) => Extras.KeepUntilMs = span > TimeSpan.Zero
        ? grainClass.Runtime.NowMs + (long)Math.Min(span.TotalMilliseconds, long.MaxValue / 2)
        : 0;

    /// <summary>Called by the first call. Runs without a task of its own where the grain has nothing to wait for.</summary>
    private void Activate(Call first)
    {
        State = ActivationState.Activating;
        _lastActiveMs = grainClass.Runtime.NowMs;
        if (first.Context is not null)
        {
            RequestContext.Snapshot = first.Context;
        }

        _ = ActivateAsync();
    }

    private async Task ActivateAsync()
    {
        try
        {
            Instance = grainClass.Info.Activate(new GrainActivationContext(this));
            if (_extras?.States is { } states)
            {
                foreach (var state in states)
                {
                    await state.ReadStateAsync();
                }
            }

            await ((IGrainBase)Instance).OnActivateAsync(grainClass.Runtime.Stopping);
            State = ActivationState.Valid;
        }
        catch (Exception exception)
        {
            grainClass.Runtime.Log.ActivationFailed(exception, GrainId);
            await DisposeAsync();
            Die();
            while (_waiting.First is { } call)
            {
                RemoveWaiting(call);
                call.TryFail(exception);
            }
        }

        _mustResumeCalls = true;
    }

    private void RequestDeactivation(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (State == ActivationState.Created)
        {
            Die();
        }
        else if (State <= ActivationState.Valid && !IsDeactivationRequested
            && (reason.ReasonCode != DeactivationReasonCode.ActivationIdle || IsOverAge(grainClass.Runtime.NowMs)))
        {
            Extras.Reason = reason;
            Extras.DeactivationToken = cancellationToken;
            _mustResumeCalls = true;
            if (reason.ReasonCode == DeactivationReasonCode.ShuttingDown && _extras?.Enumerations is { } enumerations)
            {
                // A step that waits for an element would hold up the stop, and its consumer is stopping too.
                _ = enumerations.DisposeAsync().AsTask();
            }
        }
    }

    private void BeginDeactivation()
    {
        State = ActivationState.Deactivating;
        _ = DeactivateAsync();
    }

    private async Task DeactivateAsync()
    {
        try
        {
            if (_extras?.Enumerations is { } enumerations)
            {
                await enumerations.DisposeAsync();
            }

            await ((IGrainBase)Instance!).OnDeactivateAsync(_extras!.Reason!.Value, _extras.DeactivationToken);
        }
        catch (Exception exception)
        {
            grainClass.Runtime.Log.DeactivationFailed(exception, GrainId);
        }

        await DisposeAsync();
        Die();
    }

    private async Task DisposeAsync()
    {
        try
        {
            foreach (var timer in (_extras?.Timers ?? []).ToArray())
            {
                timer.Dispose();
            }

            if (Instance is IAsyncDisposable asyncDisposable)
            {
                await asyncDisposable.DisposeAsync();
            }
            else if (Instance is IDisposable disposable)
            {
                disposable.Dispose();
            }

            if (_extras?.Scope is { } scope)
            {
                await scope.DisposeAsync();
            }
        }
        catch (Exception exception)
        {
            grainClass.Runtime.Log.DeactivationFailed(exception, GrainId);
        }
    }

    /// <summary>Out of the table first, so that what is forwarded finds another activation.</summary>
    private void Die()
    {
        State = ActivationState.Dead;
        grainClass.Remove(this);
        _extras?.Deactivated?.TrySetResult();
        if (_extras?.Reason is not null)
        {
            while (_waiting.First is { } call)
            {
                RemoveWaiting(call);
                Forward(call);
            }
        }
    }

    private void Forward(Call call)
    {
        if (call.IsLocal)
        {
            return;
        }

        if (++call.Forwards > MaxForwards)
        {
            call.TryFail(new OrleansMessageRejectionException(
                $"{call} found {MaxForwards} activations of {GrainId} that deactivated at once. Does it deactivate in OnActivateAsync?"));
            return;
        }

        try
        {
            grainClass.Resolve(key).Enqueue(call);
        }
        catch (LimitExceededException exception)
        {
            call.TryFail(exception);
        }
    }

    private Task RequestDeactivatedTask()
    {
        var completion = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(new ActionItem(
            static state =>
            {
                var (activation, completion) = ((Activation, TaskCompletionSource))state!;
                if (activation.IsDead)
                {
                    completion.TrySetResult();
                    return;
                }

                var shared = activation.Extras.Deactivated ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                shared.Task.ContinueWith(
                    static (_, state) => ((TaskCompletionSource)state!).TrySetResult(),
                    completion,
                    CancellationToken.None,
                    TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default);
            },
            (this, completion)));
        return completion.Task;
    }
}
