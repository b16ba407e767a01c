using Freehold.Contracts.Tenancy;

namespace Freehold.Gateway.Admin;

/// <summary>Makes tenants.</summary>
public static class TenantMaker
{
    /// <summary>
    /// Makes a tenant, or finds it made; null where there may be no more of them. The directory is told first: a
    /// crash in between leaves a name without a tenant, which lists skip, and not a tenant that no list has.
    /// </summary>
    public static async Task<TenantProfile?> CreateAsync(
        IGrainFactory grains, TenantId tenant, string? displayName, CancellationToken cancellationToken) =>
        await grains.GetGrain<ITenantDirectoryGrain>(ITenantDirectoryGrain.Key).AddAsync(tenant.Value, cancellationToken)
            ? await grains.GetGrain<ITenantGrain>(tenant.Value).CreateAsync(
                new CreateTenant { DisplayName = displayName ?? tenant.Value }, cancellationToken)
            : null;
}
