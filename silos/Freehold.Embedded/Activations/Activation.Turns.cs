using Freehold.Embedded.Calls;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Freehold.Embedded.Activations;

/// <summary>The calls of an activation: which run, which wait, and what happens when one is done.</summary>
internal sealed partial class Activation
{
    private CallList _waiting;
    private CallList _awaiting;
    private Call? _blocking;
    private int _runningCount;
    private int _waitingPassers;
    private bool _mustResumeCalls;
    private long _lastActiveMs;

    /// <summary>Calls that run or wait; an estimate when read from outside.</summary>
    public int Load => _runningCount + _waiting.Count + InboxDepth;

    /// <summary>Whether a call would run at once; an estimate when read from outside.</summary>
    public bool IsIdle => IsIdleMailbox && _runningCount == 0 && State <= ActivationState.Valid && _waiting.Count == 0;

    protected override bool MustResumeCalls => _mustResumeCalls;

    /// <summary>Queues a call from outside.</summary>
    /// <exception cref="LimitExceededException">As many calls as the options allow wait already.</exception>
    public void Enqueue(Call call)
    {
        var limit = grainClass.Runtime.Options.MaxWaitingCallsPerActivation;
        var waiting = InboxDepth + _waiting.Count;
        if (waiting >= limit)
        {
            throw new LimitExceededException(nameof(Hosting.EmbeddedGrainOptions.MaxWaitingCallsPerActivation), waiting, limit, GrainId);
        }

        call.Target = this;
        Post(call);
    }

    public void OnCallCompleted(Call call)
    {
        _awaiting.Remove(call);
        Complete(call);
    }

    protected override void Receive(Call call)
    {
        if (call.IsAnswered && !call.IsOneWay)
        {
            return;
        }

        switch (State)
        {
            case ActivationState.Valid when MayStart(call):
                Start(call);
                break;
            case ActivationState.Dead:
                Forward(call);
                break;
            case ActivationState.Created:
                AddWaiting(call);
                Activate(call);
                break;
            default:
                AddWaiting(call);
                break;
        }
    }

    protected override void ResumeCalls()
    {
        _mustResumeCalls = false;
        if (IsDeactivationDue)
        {
            BeginDeactivation();
            return;
        }

        var call = _waiting.First;
        while (call is not null && State == ActivationState.Valid)
        {
            var next = CallList.After(call);
            if (call.IsAnswered && !call.IsOneWay)
            {
                RemoveWaiting(call);
            }
            else if (MayStart(call))
            {
                RemoveWaiting(call);
                Start(call);

                // A call that completed at once may have let another one in, or asked for the end.
                next = _waiting.First;
            }
            else if (!MayOthersPass)
            {
                break;
            }

            call = next;
        }
    }

    /// <summary>Without it the queue would be searched in vain after every call.</summary>
    private bool MayOthersPass => _waitingPassers > 0 || _extras?.ReentrantSections is { Count: > 0 };

    private void AddWaiting(Call call)
    {
        _waiting.Add(call);
        _waitingPassers += CanPass(call) ? 1 : 0;
    }

    private void RemoveWaiting(Call call)
    {
        _waiting.Remove(call);
        _waitingPassers -= CanPass(call) ? 1 : 0;
    }

    private static bool CanPass(Call call) => call.AlwaysInterleaves || call.IsReadOnly;

    private bool MayStart(Call call)
    {
        if (_runningCount == 0)
        {
            return !IsDeactivationDue;
        }

        if (call.AlwaysInterleaves)
        {
            return true;
        }

        if (IsDeactivationRequested)
        {
            return false;
        }

        return _blocking is null
            || (_blocking.IsReadOnly && call.IsReadOnly)
            || grainClass.Info.IsReentrant
            || IsInReentrantSection(call);
    }

    private void Start(Call call)
    {
        _runningCount++;
        if (_blocking is null && !call.AlwaysInterleaves)
        {
            _blocking = call;
        }

        var cleanContext = ExecutionContext.Capture()!;
        if (call.Context is not null)
        {
            RequestContext.Snapshot = call.Context;
        }

        var runtime = grainClass.Runtime;
        var task = runtime.IncomingFilters.Length == 0 && !grainClass.IsCallFilter ? call.Start() : call.StartFiltered(this);
        if (!ReferenceEquals(ExecutionContext.Capture(), cleanContext))
        {
            ExecutionContext.Restore(cleanContext);
        }

        if (task.IsCompleted)
        {
            Complete(call);
        }
        else
        {
            _awaiting.Add(call);
            task.GetAwaiter().UnsafeOnCompleted(call.OnTaskCompleted);
        }
    }

    private void Complete(Call call)
    {
        _runningCount--;
        if (ReferenceEquals(_blocking, call))
        {
            _blocking = NextBlocking();
        }

        if (call.KeepsAlive)
        {
            _lastActiveMs = grainClass.Runtime.NowMs;
        }

        if (call.Failure is { } failure)
        {
            OnFailure(call, failure);
        }

        _mustResumeCalls = _waiting.Count > 0 || IsDeactivationDue;
        Answer(call);
    }

    /// <summary>A read-only call that is left goes on holding off the others.</summary>
    private Call? NextBlocking()
    {
        for (var call = _awaiting.First; call is not null; call = CallList.After(call))
        {
            if (!call.AlwaysInterleaves)
            {
                return call;
            }
        }

        return null;
    }

    private void OnFailure(Call call, Exception failure)
    {
        if (failure is InconsistentStateException { IsSourceActivation: true } stale)
        {
            stale.IsSourceActivation = false;
            Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationError, stale, "The stored state is newer than the activation's."));
        }

        if (call.IsOneWay || call.IsAnswered)
        {
            grainClass.Runtime.Log.UnansweredFailure(failure, call, GrainId);
        }
    }
}
