using Freehold.Contracts.Distillation;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Tenancy;
using Freehold.Core.Policies;
using Freehold.Grains.Outcomes;
using Microsoft.Extensions.Logging;

namespace Freehold.Grains.Distillation;

/// <inheritdoc cref="IDistillationIndexGrain"/>
[ImplicitStreamSubscription(OutcomeStreams.Outcomes)]
public sealed class DistillationIndexGrain(ILogger<DistillationIndexGrain> logger) : OutcomeConsumerGrain(logger), IDistillationIndexGrain
{
    private string[] _workloads = [];
    private int _policyVersion = -1;

    /// <inheritdoc/>
    public async Task<DistillationStatus[]> ListAsync(CancellationToken cancellationToken)
    {
        await FollowPolicyAsync(cancellationToken);
        return await Task.WhenAll(_workloads.Select(workload => GrainOf(workload).GetStatusAsync(cancellationToken)));
    }

    /// <inheritdoc/>
    public async Task<string[]> ListNamesAsync(CancellationToken cancellationToken)
    {
        await FollowPolicyAsync(cancellationToken);
        return _workloads;
    }

    /// <inheritdoc/>
    protected override Task RestoreAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Reads nothing: each workload's grain has its own checkpoint, and only has to hear that there is something to read.</summary>
    protected override async Task ReadLogAsync(CancellationToken cancellationToken)
    {
        await FollowPolicyAsync(cancellationToken);
        await Task.WhenAll(_workloads.Select(workload => GrainOf(workload).WakeAsync(cancellationToken)));
    }

    private async Task FollowPolicyAsync(CancellationToken cancellationToken)
    {
        TenantScope.Enter(Tenant);
        var policy = await GrainFactory.GetGrain<ITenantGrain>(Tenant.Value).GetPolicyAsync(cancellationToken);
        if (policy is not null && policy.Version != _policyVersion)
        {
            _policyVersion = policy.Version;
            _workloads =
            [
                .. PolicyCache.Shared.Get(policy.Document!).Workloads.Values
                    .Where(workload => workload.Distill.Enabled)
                    .Select(workload => workload.Name!)
                    .Order(StringComparer.Ordinal),
            ];
        }
    }

    private IDistillationGrain GrainOf(string workload)
    {
        TenantScope.Enter(Tenant); // An async method that entered has left it at its end.
        return GrainFactory.GetGrain<IDistillationGrain>(new WorkloadId(Tenant, workload).ToString());
    }
}
