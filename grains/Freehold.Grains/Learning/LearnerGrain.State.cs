using System.Text.Json.Nodes;
using Freehold.Contracts.Audit;
using Freehold.Contracts.Tenancy;
using Freehold.Core.Learning.Rollouts;
using Freehold.Core.Policies;
using Microsoft.Extensions.Logging;

namespace Freehold.Grains.Learning;

/// <summary>
/// What the learner stores, and in which order: the weights first, then the memory that names them with its checkpoint and the entry for the audit
/// chain, then the entry in the chain. Killed between any two, it does the rest again and comes to the same.
/// </summary>
public sealed partial class LearnerGrain
{
    private async Task FollowPolicyAsync(CancellationToken cancellationToken)
    {
        TenantScope.Enter(Tenant);
        var policy = await GrainFactory.GetGrain<ITenantGrain>(Tenant.Value).GetPolicyAsync(cancellationToken);
        if (policy is not null && policy.Version != _policyVersion)
        {
            _policyVersion = policy.Version;
            _policy = PolicyCache.Shared.Get(policy.Document!);
        }

        _pending ??= new DecisionBook(MaxPendingDecisions, workload => _policy.For(workload).Rewards);
        _watch = new LiveWatch(_memory, new PolicyRule(_policy));
    }

    /// <summary>Puts another history in force, with its entry in the audit chain.</summary>
    private async Task ChangeAsync(
        VersionHistory history, string action, string version, string reason, string actor, CancellationToken cancellationToken)
    {
        await FinishAuditAsync();
        _memory.History = history;
        _memory.Watch = default;
        state.State.PendingAudit = new AuditRecord
        {
            // The same change at the same event is the same operation, whoever repeats it.
            OperationId = $"{action}:{version}:{Checkpoints[Shard]}",
            At = time.GetUtcNow(),
            Actor = actor,
            Action = action,
            Subject = version,
            Detail = new JsonObject { ["reason"] = reason, ["in_force"] = history.InForce?.Id, ["sequence"] = Checkpoints[Shard] }.ToJsonString(),
        };
        _unstored++;
        await StoreAsync(cancellationToken);
        await FinishAuditAsync();
    }

    private async Task FinishAuditAsync()
    {
        if (state.State.PendingAudit is { } record)
        {
            // No token: the change has happened, whoever still waits for it.
            TenantScope.Enter(Tenant);
            await GrainFactory.GetGrain<IAuditGrain>(Tenant.Value).AppendAsync(record, CancellationToken.None);
            state.State.PendingAudit = null; // Stored with the next change; until then a second append of it is nothing.
        }
    }

    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        if (_unstored == 0)
        {
            return;
        }

        _unstored = 0;
        state.State = new LearnerState
        {
            Checkpoints = [.. Checkpoints],
            PendingFrom = [_pending.Decisions.FirstOrDefault() is { } oldest ? oldest.Sequence - 1 : Checkpoints[Shard]],
            Memory = LearnerMemoryFormat.Write(_memory),
            PendingAudit = state.State.PendingAudit,
        };
        try
        {
            await state.WriteStateAsync(cancellationToken);
        }
        catch (Exception e)
        {
            // Whether it was stored is not known, and after a failure there may be two of us for a moment: the next activation goes on from
            // what is stored.
            LogNotStored(e, Tenant.Value);
            DeactivateOnIdle();
            throw;
        }
    }

    [LoggerMessage(3304, LogLevel.Warning, "What tenant {Tenant} has learned could not be stored; this activation ends, and the next one reads on.")]
    private partial void LogNotStored(Exception exception, string tenant);
}
