namespace Freehold.Contracts.Tenancy;

/// <summary>The list of tenants, for administration only: nothing on the request path reads it. Key: <see cref="Key"/>.</summary>
/// <remarks>Idempotent; one call at a time; durable before a call returns.</remarks>
[Alias("freehold.ITenantDirectoryGrain")]
public interface ITenantDirectoryGrain : IGrainWithStringKey
{
    /// <summary>The one key of this grain.</summary>
    const string Key = "tenants";

    /// <summary>Most tenants of one installation.</summary>
    const int MaxTenants = 10_000;

    /// <summary>Notes a tenant before it is made; false where <see cref="MaxTenants"/> is reached.</summary>
    [Alias("Add")]
    Task<bool> AddAsync(string tenant, CancellationToken cancellationToken);

    /// <summary>All names, in order of their making.</summary>
    [ReadOnly, Alias("List")]
    Task<string[]> ListAsync(CancellationToken cancellationToken);
}
