using System.ComponentModel;
using System.Reflection;
using Freehold.Embedded.Activations;
using Orleans.CodeGeneration;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Freehold.Embedded.Calls;

/// <summary>
/// One call to a grain: arguments, place in the queue and answer in one object. Arguments and results pass by reference;
/// messages must not be changed after they were passed.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class Call : WorkItem, IRequest
{
    private int _answered;
    private CallCancellation? _cancellation;

    private protected Call(CallMethod method)
    {
        Method = method;
        Options = method.Options;
        Context = RequestContext.Snapshot;
        Source = RuntimeContext.Current;
    }

    /// <inheritdoc/>
    public InvokeMethodOptions Options { get; private set; }

    /// <inheritdoc/>
    public bool IsCancellable => _cancellation is not null;

    /// <summary>The token that the grain method sees.</summary>
    protected internal CancellationToken Token => _cancellation?.Token ?? default;

    /// <summary>The other neighbour in the list that holds this call; see <see cref="CallList"/>.</summary>
    internal Call? Previous { get; set; }

    internal CallMethod Method { get; }

    internal Dictionary<string, object>? Context { get; private set; }

    internal Activation? Source { get; }

    internal Activation? Target { get; set; }

    internal long SentMs { get; set; }

    /// <summary>How many activations it was passed on by.</summary>
    internal int Forwards { get; set; }

    internal bool IsAnswered => Volatile.Read(ref _answered) != 0;

    internal bool AlwaysInterleaves => (Options & InvokeMethodOptions.AlwaysInterleave) != 0;

    internal bool IsReadOnly => (Options & InvokeMethodOptions.ReadOnly) != 0;

    internal bool IsOneWay => (Options & InvokeMethodOptions.OneWay) != 0;

    /// <summary>Whether it ends with its activation instead of going on to the next one.</summary>
    internal virtual bool IsLocal => false;

    /// <summary>Whether it counts as activity of the grain.</summary>
    internal virtual bool KeepsAlive => true;

    /// <summary>Gives the method a token of its own that follows the caller's. Generated code calls it before the call is sent.</summary>
    public void FollowToken(CancellationToken callerToken)
    {
        if (callerToken.CanBeCanceled)
        {
            _cancellation = new CallCancellation(callerToken);
        }
    }

    /// <inheritdoc/>
    public void AddInvokeMethodOptions(InvokeMethodOptions options) => Options |= options;

    /// <inheritdoc/>
    public object? GetTarget() => Target is { } target ? TargetIn(target) : null;

    /// <inheritdoc/>
    public void SetTarget(ITargetHolder holder) => Target = (Activation)holder;

    /// <inheritdoc/>
    public abstract ValueTask<Response> Invoke();

    /// <inheritdoc/>
    public virtual int GetArgumentCount() => 0;

    /// <inheritdoc/>
    public virtual object? GetArgument(int index) => throw new ArgumentOutOfRangeException(nameof(index), index, $"{Method.Name} has {GetArgumentCount()} arguments.");

    /// <inheritdoc/>
    public virtual void SetArgument(int index, object value) => throw new ArgumentOutOfRangeException(nameof(index), index, $"{Method.Name} has {GetArgumentCount()} arguments that can be set.");

    /// <inheritdoc/>
    public string GetMethodName() => Method.Name;

    /// <inheritdoc/>
    public string GetInterfaceName() => Method.InterfaceName;

    /// <inheritdoc/>
    public string GetActivityName() => Method.ActivityName;

    /// <inheritdoc/>
    public MethodInfo GetMethod() => Method.Info;

    /// <inheritdoc/>
    public Type GetInterfaceType() => Method.InterfaceType;

    /// <inheritdoc/>
    public TimeSpan? GetDefaultResponseTimeout() => Method.ResponseTimeoutMs > 0 ? TimeSpan.FromMilliseconds(Method.ResponseTimeoutMs) : null;

    /// <inheritdoc/>
    public CancellationToken GetCancellationToken() => Token;

    /// <inheritdoc/>
    public bool TryCancel()
    {
        _cancellation?.Cancel();
        return _cancellation is not null;
    }

    /// <inheritdoc/>
    public void Dispose() => GC.SuppressFinalize(this);

    /// <inheritdoc/>
    public override string ToString() => $"{Method.InterfaceName}.{Method.Name}";

    /// <summary>The object that answers: the grain, or an extension of its activation.</summary>
    internal virtual object TargetIn(Activation activation) => activation.Instance!;

    /// <summary>Runs the method, in a turn. The result is its task, which <see cref="Deliver"/> reads when it has completed.</summary>
    internal abstract Task Start();

    /// <summary>Runs the method behind the call filters, in a turn.</summary>
    internal abstract Task StartFiltered(Activation activation);

    /// <summary>Hands what the completed task holds to the caller.</summary>
    internal abstract void Deliver();

    /// <summary>The exception of the completed task, or null.</summary>
    internal abstract Exception? Failure { get; }

    /// <summary>Answers with a failure in place of the method's answer; false when the caller has an answer already.</summary>
    internal bool TryFail(Exception exception)
    {
        if (!TryClaim())
        {
            return false;
        }

        SetCallerException(exception);
        return true;
    }

    /// <summary>Outgoing filters may have changed what travels with the call.</summary>
    internal void RefreshContext() => Context = RequestContext.Snapshot;

    internal void OnTaskCompleted() => Target!.OnCallCompleted(this);

    internal void OnCallerCanceled()
    {
        // The continuation of the caller must not run inside of Cancel().
        if (TryClaim())
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static call => call.SetCallerException(new OperationCanceledException(call._cancellation!.CallerToken)), this, preferLocal: false);
        }

        Target?.Post(new ActionItem(static call => ((Call)call!).TryCancel(), this));
    }

    /// <summary>Before the call is queued: a token that is cancelled meanwhile finds it unanswered, and is not lost.</summary>
    private protected void WatchCaller() => _cancellation?.Watch(this);

    /// <summary>Who claims the answer gives it: the method, its timeout, or the caller's own token.</summary>
    private protected bool TryClaim()
    {
        if (Interlocked.Exchange(ref _answered, 1) != 0)
        {
            return false;
        }

        _cancellation?.Unwatch();
        return true;
    }

    private protected CancellationToken CallerToken => _cancellation?.CallerToken ?? default;

    private protected abstract void SetCallerException(Exception exception);

    /// <summary>A fresh copy for a call filter that sends again.</summary>
    private protected Call Copy()
    {
        var copy = (Call)MemberwiseClone();
        copy.Next = null;
        copy.Previous = null;
        copy.Target = null;
        copy._answered = 0;
        copy._cancellation = null;
        copy.FollowToken(_cancellation?.CallerToken ?? default);
        return copy;
    }
}
