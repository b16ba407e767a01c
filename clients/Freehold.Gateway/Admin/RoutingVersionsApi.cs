using Freehold.Contracts.Learning;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Tenancy;
using Freehold.Gateway.Http;
using Freehold.Wire.Admin;
using Freehold.Wire.Errors;
using Microsoft.AspNetCore.Http;

namespace Freehold.Gateway.Admin;

/// <summary><c>/admin/tenants/{tenant}/routing</c>: the learned weights, and the way back from them.</summary>
internal sealed class RoutingVersionsApi(IGrainFactory grains, TimeProvider time)
{
    public async Task ListAsync(HttpContext context, Principal principal)
    {
        if (await AdminRequests.ExistingTenantAsync(context, grains) is { } tenant)
        {
            var status = await grains.GetGrain<ILearnerGrain>(tenant.Value).GetStatusAsync(context.RequestAborted);
            await AdminRequests.WriteAsync(context, StatusCodes.Status200OK, ToView(status), AdminJson.Default.RoutingVersionsView);
        }
    }

    public async Task RollBackAsync(HttpContext context, Principal principal)
    {
        if (await AdminRequests.ExistingTenantAsync(context, grains) is not { } tenant
            || await AdminRequests.ReadAsync(context, AdminJson.Default.RollbackRequest) is not { } request)
        {
            return;
        }

        var learner = grains.GetGrain<ILearnerGrain>(tenant.Value);
        if (!await learner.RollbackAsync(request.Version, context.RequestAborted))
        {
            await context.WriteErrorAsync(new WireError(
                StatusCodes.Status409Conflict,
                "That version is not in force, so there is nothing to take back; list the versions to see which one is.",
                WireErrorTypes.InvalidRequest,
                "version",
                "not_in_force"));
            return;
        }

        // A router asks for newer weights at one refresh and has them at the next; once this call returns, none decides by the old ones any more.
        await Task.Delay(TimeSpan.FromSeconds(2 * IRouterGrain.PolicyLeaseSeconds), time, context.RequestAborted);
        await ListAsync(context, principal);
    }

    private static RoutingVersionsView ToView(LearnerStatus status) => new()
    {
        Sequence = status.Sequence,
        InForce = status.InForce.Length > 0 ? status.InForce : null,
        RewardsSinceTraining = status.RewardsSinceTraining,
        RegretPerDecision = status.RegretPerDecision,
        ComparedDecisions = status.ComparedDecisions,
        Versions = [.. status.Versions.Select(version => new RoutingVersionView
        {
            Id = version.Id,
            Number = version.Number,
            Status = version.Status switch
            {
                WeightsStatus.InForce => "in_force",
                WeightsStatus.Superseded => "superseded",
                WeightsStatus.NotShipped => "not_shipped",
                _ => "rolled_back",
            },
            Reason = version.Reason,
            Sequence = version.Sequence,
            At = version.At,
            Predecessor = version.Predecessor,
        })],
        Drifts = [.. status.Drifts.Select(drift => new DriftView
        {
            Workload = drift.Workload.Length > 0 ? drift.Workload : null,
            Model = drift.Candidate,
            Direction = drift.Better ? "better" : "worse",
            Since = drift.Since,
        })],
    };
}
