using Freehold.Embedded.Calls;
using Orleans;

namespace Freehold.Embedded.Activations;

/// <summary>What is overdue in an activation: calls without an answer, enumerations without a consumer, its own age.</summary>
internal sealed partial class Activation
{
    /// <summary>Whether the sweeper should have a turn here.</summary>
    public bool NeedsSweep(long nowMs) =>
        _runningCount > 0 || _waiting.Count > 0 || _extras?.Enumerations is { Count: > 0 } || IsOverAge(nowMs);

    /// <summary>In a turn, on the sweeper's request.</summary>
    public void Sweep()
    {
        var nowMs = grainClass.Runtime.NowMs;
        FailOverdueCalls(nowMs);
        _extras?.Enumerations?.DisposeAbandoned(nowMs);
        if (IsOverAge(nowMs))
        {
            RequestDeactivation(new DeactivationReason(DeactivationReasonCode.ActivationIdle, "Not called for its collection age."), default);
        }
    }

    private bool IsOverAge(long nowMs) =>
        State == ActivationState.Valid
        && _runningCount == 0
        && _waiting.Count == 0
        && nowMs - _lastActiveMs > grainClass.AgeLimitMs
        && (_extras is null || (nowMs > _extras.KeepUntilMs && _extras.Enumerations is null or { Count: 0 }));

    /// <summary>Answers calls that have taken too long.</summary>
    private void FailOverdueCalls(long nowMs)
    {
        for (var call = _waiting.First; call is not null;)
        {
            var next = CallList.After(call);
            if (FailIfOverdue(call, nowMs))
            {
                RemoveWaiting(call);
            }

            call = next;
        }

        for (var call = _awaiting.First; call is not null; call = CallList.After(call))
        {
            if (FailIfOverdue(call, nowMs))
            {
                call.TryCancel();
            }
        }
    }

    private bool FailIfOverdue(Call call, long nowMs)
    {
        var limitMs = call.Method.ResponseTimeoutMs == 0 ? grainClass.Runtime.ResponseTimeoutMs : call.Method.ResponseTimeoutMs;
        return limitMs > 0 && !call.IsOneWay && nowMs - call.SentMs > limitMs && call.TryFail(new TimeoutException(
            $"{call} on {GrainId} gave no answer within {limitMs} ms. The work may still go on; ask again with the same operation id."));
    }
}
