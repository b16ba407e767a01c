using Freehold.Contracts.Routing;
using Freehold.Contracts.Tenancy;
using Freehold.Gateway.Http;
using Freehold.Gateway.Inference;
using Freehold.Wire.Admin;
using Microsoft.AspNetCore.Http;

namespace Freehold.Gateway.Admin;

/// <summary><c>/admin/tenants/{tenant}/policy</c>.</summary>
internal sealed class PolicyApi(IGrainFactory grains, TimeProvider time)
{
    public async Task GetAsync(HttpContext context, Principal principal)
    {
        if (await AdminRequests.TenantAsync(context) is not { } tenant)
        {
            return;
        }

        var policy = await grains.GetGrain<ITenantGrain>(tenant.Value).GetPolicyAsync(context.RequestAborted);
        await (policy is null
            ? context.WriteErrorAsync(AdminRequests.NotFound($"There is no tenant '{tenant}'."))
            : AdminRequests.WriteAsync(context, StatusCodes.Status200OK, ToView(policy), AdminJson.Default.PolicyView));
    }

    public async Task PutAsync(HttpContext context, Principal principal)
    {
        if (await AdminRequests.TenantAsync(context) is not { } tenant
            || await AdminRequests.ReadAsync(context, AdminJson.Default.PolicyView) is not { } view)
        {
            return;
        }

        if (!RequestHeaders.TryParseLabel(view.DefaultLabel, out var defaultLabel))
        {
            await context.WriteErrorAsync(AdminRequests.Invalid("default_label", $"'{view.DefaultLabel}' is no label"));
            return;
        }

        var zones = new List<LabelZones>();
        foreach (var (name, allowed) in view.Zones)
        {
            if (!RequestHeaders.TryParseLabel(name, out var label))
            {
                await context.WriteErrorAsync(AdminRequests.Invalid($"zones.{name}", $"'{name}' is no label"));
                return;
            }

            zones.Add(new LabelZones { Label = label, Zones = [.. allowed] });
        }

        var grain = grains.GetGrain<ITenantGrain>(tenant.Value);
        var result = await grain.SetPolicyAsync(
            new TenantPolicy { DefaultLabel = defaultLabel, Zones = [.. zones], EscalateBelowConfidence = view.EscalateBelowConfidence },
            context.RequestAborted);
        if (AdminRequests.ErrorOf(result) is { } error)
        {
            await context.WriteErrorAsync(error);
            return;
        }

        // Routers may decide by the old policy for a lease; once this call returns, none does any more.
        await Task.Delay(TimeSpan.FromSeconds(IRouterGrain.PolicyLeaseSeconds), time, context.RequestAborted);
        await GetAsync(context, principal);
    }

    private static PolicyView ToView(TenantPolicy policy) => new()
    {
        Version = policy.Version,
        DefaultLabel = policy.DefaultLabel.ToString(),
        Zones = policy.Zones.ToDictionary(rule => rule.Label.ToString(), rule => (IReadOnlyList<string>)rule.Zones),
        EscalateBelowConfidence = policy.EscalateBelowConfidence,
    };
}
