using Freehold.Contracts.Audit;
using Freehold.Contracts.Distillation;
using Freehold.Contracts.Tenancy;
using Freehold.Core.Policies;

namespace Freehold.Grains.Distillation;

/// <summary>What is stored and when: at each step before it is told, else some time after an event was taken in.</summary>
public sealed partial class DistillationGrain
{
    /// <summary>So many events may be taken in before the state is stored.</summary>
    public const int EventsBetweenStores = 5_000;

    private async Task FollowPolicyAsync(CancellationToken cancellationToken)
    {
        TenantScope.Enter(_id.Tenant);
        var policy = await GrainFactory.GetGrain<ITenantGrain>(_id.Tenant.Value).GetPolicyAsync(cancellationToken);
        if (policy is not null && policy.Version != _policyVersion)
        {
            await StoreIfNeededAsync(); // What was taken in under a policy is not taken in again under another.
            _policyVersion = policy.Version;
            _document = PolicyCache.Shared.Get(policy.Document!);
        }
    }

    /// <summary>The cycle is in another phase: stored with its entry for the audit chain, then told.</summary>
    private async Task EnterAsync(DistillationCycle cycle, DateTimeOffset at, string actor)
    {
        await FinishAuditAsync();
        State.Cycle = cycle;
        State.PendingAudit = DistillationAudit.Of(_id, cycle, at, actor);
        await StoreAsync();
        await FinishAuditAsync();
    }

    /// <summary>No student came of the cycle.</summary>
    private Task StopAsync(DistillationCycle cycle, string reason)
    {
        var now = time.GetUtcNow();
        State.Trigger = State.Trigger.WithFailure(now);
        return EnterAsync(cycle with { Phase = DistillationPhase.Stopped, Reason = reason }, now, Actor.System);
    }

    private async Task FinishAuditAsync()
    {
        if (State.PendingAudit is { } record)
        {
            // No token: it has happened, whoever still waits for it.
            await GrainFactory.GetGrain<IAuditGrain>(_id.Tenant.Value).AppendAsync(record, CancellationToken.None);
            State.PendingAudit = null; // Stored with the next step; until then a second append of it is nothing.
        }
    }

    private Task StoreIfNeededAsync() => _unstored > 0 ? StoreAsync() : Task.CompletedTask;

    private async Task StoreAsync()
    {
        _unstored = 0;
        KeepWatch();
        try
        {
            await state.WriteStateAsync(CancellationToken.None);
        }
        catch
        {
            DeactivateOnIdle(); // Whether it was stored is not known: the next activation goes on from what is.
            throw;
        }
    }
}
