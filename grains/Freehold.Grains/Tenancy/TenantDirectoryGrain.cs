using Freehold.Contracts.Tenancy;

namespace Freehold.Grains.Tenancy;

/// <summary>What is stored of the directory.</summary>
[GenerateSerializer, Alias("freehold.TenantDirectoryState")]
public sealed class TenantDirectoryState
{
    /// <summary>All names, in order of their making.</summary>
    [Id(0)] public List<string> Tenants { get; set; } = [];
}

/// <inheritdoc cref="ITenantDirectoryGrain"/>
public sealed class TenantDirectoryGrain(
    [PersistentState(StateNames.TenantDirectory, StateNames.Storage)] IPersistentState<TenantDirectoryState> state)
    : Grain, ITenantDirectoryGrain
{
    /// <inheritdoc/>
    public async Task<bool> AddAsync(string tenant, CancellationToken cancellationToken)
    {
        var tenants = state.State.Tenants;
        if (tenants.Contains(tenant))
        {
            return true;
        }

        if (tenants.Count >= ITenantDirectoryGrain.MaxTenants)
        {
            return false;
        }

        tenants.Add(TenantId.Parse(tenant).Value);
        try
        {
            await state.WriteStateAsync(cancellationToken);
        }
        catch
        {
            DeactivateOnIdle(); // Whether it was stored is not known: the next activation reads it anew.
            throw;
        }

        return true;
    }

    /// <inheritdoc/>
    public Task<string[]> ListAsync(CancellationToken cancellationToken) => Task.FromResult(state.State.Tenants.ToArray());
}
