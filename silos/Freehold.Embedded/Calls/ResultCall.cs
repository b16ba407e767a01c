using System.ComponentModel;
using System.Runtime.CompilerServices;
using Freehold.Embedded.Activations;
using Freehold.Embedded.Filters;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Freehold.Embedded.Calls;

/// <summary>The result of a call that has none.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct NoResult;

/// <summary>A call that answers with a <typeparamref name="TResult"/>, or with <see cref="NoResult"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ResultCall<TResult>(CallMethod method) : Call(method)
{
    // A builder makes the caller's task with no source object beside it.
    private AsyncTaskMethodBuilder<TResult> _caller;
    private Task? _outcome;

    internal override Exception? Failure => _outcome switch
    {
        Task<Response> filtered => filtered.Result.Exception,
        { IsFaulted: true } failed => failed.Exception!.InnerException,
        _ => null,
    };

    /// <inheritdoc/>
    public override ValueTask<Response> Invoke()
    {
        var task = RunGuarded();
        return task.IsCompletedSuccessfully ? new ValueTask<Response>(ResponseOf(task)) : WaitAsync(task);

        static async ValueTask<Response> WaitAsync(Task task)
        {
            try
            {
                await task;
                return ResponseOf(task);
            }
            catch (Exception exception)
            {
                return Response.FromException(exception);
            }
        }
    }

    /// <summary>Sends the call; the task is the caller's.</summary>
    internal Task<TResult> Send(GrainReference reference)
    {
        if (CallerToken.IsCancellationRequested)
        {
            return Task.FromCanceled<TResult>(CallerToken);
        }

        var answer = _caller.Task;
        WatchCaller();
        reference.Deliver(this);
        return answer;
    }

    /// <summary>Sends a copy, for a call filter that tries again.</summary>
    internal Task<TResult> SendAgain(GrainReference reference)
    {
        var copy = (ResultCall<TResult>)Copy();
        copy._caller = default;
        copy._outcome = null;
        return copy.Send(reference);
    }

    internal sealed override Task Start() => _outcome = RunGuarded();

    internal sealed override Task StartFiltered(Activation activation) => _outcome = IncomingCallContext.Run(this, activation);

    internal sealed override void Deliver()
    {
        if (IsOneWay || !TryClaim())
        {
            return;
        }

        TResult result;
        try
        {
            result = _outcome is Task<Response> filtered ? filtered.Result.GetResult<TResult>()! : ResultOf(_outcome!);
        }
        catch (Exception exception)
        {
            _caller.SetException(exception);
            return;
        }

        _caller.SetResult(result);
    }

    /// <summary>Calls the method on the target with the arguments.</summary>
    protected abstract Task Run(object target);

    private protected sealed override void SetCallerException(Exception exception)
    {
        if (!IsOneWay)
        {
            _caller.SetException(exception);
        }
    }

    /// <summary>A filter sees the result of a method that has none as null.</summary>
    private static Response ResponseOf(Task completed) =>
        typeof(TResult) == typeof(NoResult) ? Response.Completed : Response.FromResult(ResultOf(completed));

    private static TResult ResultOf(Task completed)
    {
        if (completed is Task<TResult> typed)
        {
            return typed.GetAwaiter().GetResult();
        }

        completed.GetAwaiter().GetResult();
        return default!;
    }

    private Task RunGuarded()
    {
        try
        {
            return Run(TargetIn(Target!)) ?? Task.FromException(new InvalidOperationException($"{this} returned null in place of a task."));
        }
        catch (Exception exception)
        {
            return Task.FromException(exception);
        }
    }
}
