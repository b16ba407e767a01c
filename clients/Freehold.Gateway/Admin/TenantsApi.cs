using Freehold.Contracts.Tenancy;
using Freehold.Gateway.Http;
using Freehold.Wire.Admin;
using Microsoft.AspNetCore.Http;

namespace Freehold.Gateway.Admin;

/// <summary><c>/admin/tenants</c>.</summary>
internal sealed class TenantsApi(IGrainFactory grains)
{
    public async Task ListAsync(HttpContext context, Principal principal)
    {
        var names = await grains.GetGrain<ITenantDirectoryGrain>(ITenantDirectoryGrain.Key).ListAsync(context.RequestAborted);
        var profiles = await Task.WhenAll(
            names.Select(name => grains.GetGrain<ITenantGrain>(name).GetProfileAsync(context.RequestAborted)));
        await AdminRequests.WriteAsync(
            context,
            StatusCodes.Status200OK,
            new TenantList([.. profiles.Where(profile => profile is not null).Select(profile => ToView(profile!))]),
            AdminJson.Default.TenantList);
    }

    public async Task GetAsync(HttpContext context, Principal principal)
    {
        if (await AdminRequests.TenantAsync(context) is not { } tenant)
        {
            return;
        }

        var profile = await grains.GetGrain<ITenantGrain>(tenant.Value).GetProfileAsync(context.RequestAborted);
        await (profile is null
            ? context.WriteErrorAsync(AdminRequests.NotFound($"There is no tenant '{tenant}'."))
            : AdminRequests.WriteAsync(context, StatusCodes.Status200OK, ToView(profile), AdminJson.Default.TenantView));
    }

    public async Task CreateAsync(HttpContext context, Principal principal)
    {
        if (await AdminRequests.ReadAsync(context, AdminJson.Default.CreateTenantRequest) is not { } request)
        {
            return;
        }

        if (!TenantId.TryParse(request.Tenant, out var tenant))
        {
            await context.WriteErrorAsync(AdminRequests.Invalid(
                "tenant", $"use 1 to {TenantId.MaxLength} characters of a-z, 0-9 and '-', starting with a letter or a digit"));
            return;
        }

        var profile = await TenantMaker.CreateAsync(grains, tenant, request.DisplayName, context.RequestAborted);
        await (profile is null
            ? context.WriteErrorAsync(AdminRequests.ErrorOf(new TenantCommandResult
            {
                Status = TenantCommandStatus.LimitReached,
                Detail = $"There are {ITenantDirectoryGrain.MaxTenants} tenants, the most this installation can have.",
            })!)
            : AdminRequests.WriteAsync(context, StatusCodes.Status201Created, ToView(profile), AdminJson.Default.TenantView));
    }

    private static TenantView ToView(TenantProfile profile) => new()
    {
        Tenant = profile.Tenant,
        DisplayName = profile.DisplayName,
        CreatedAt = profile.CreatedAt,
    };
}
