namespace Freehold.Contracts.Tenancy;

/// <summary>A tenant: its profile, its keys (as hashes) and its policy. Key: <see cref="TenantId"/>.</summary>
/// <remarks>
/// Commands are idempotent: repeating one with the same ids changes nothing, so a caller may repeat a call that timed out. Calls run
/// one at a time in order of arrival; reads may interleave with reads. A change is durable, and in the tenant's audit chain, before its
/// call returns; when storing fails, the call fails and the state is as before. When only the chain fails, the call fails although the
/// change holds; its entry follows, and until then the tenant takes no other change. A tenant that was never created answers null, false or a refusal.
/// </remarks>
[Alias("freehold.ITenantGrain")]
public interface ITenantGrain : IGrainWithStringKey, ITenantScoped
{
    /// <summary>Makes the tenant; for one that exists, returns its profile as it is.</summary>
    [Alias("Create")]
    Task<TenantProfile> CreateAsync(CreateTenant command, CancellationToken cancellationToken);

    /// <summary>The profile, or null where the tenant does not exist.</summary>
    [ReadOnly, Alias("GetProfile")]
    Task<TenantProfile?> GetProfileAsync(CancellationToken cancellationToken);

    /// <summary>Adds a key, or replaces the one of the same id.</summary>
    [Alias("PutKey")]
    Task<TenantCommandResult> PutKeyAsync(ApiKeyRecord key, CancellationToken cancellationToken);

    /// <summary>Ends a key. Gateways that hold the principal of it in a cache forget it within that cache's life.</summary>
    [Alias("RevokeKey")]
    Task<TenantCommandResult> RevokeKeyAsync(string keyId, CancellationToken cancellationToken);

    /// <summary>Every key, revoked ones included, oldest first.</summary>
    [ReadOnly, Alias("ListKeys")]
    Task<ApiKeyRecord[]> ListKeysAsync(CancellationToken cancellationToken);

    /// <summary>Who holds the secret with this hash (lower-case hex SHA-256), or null.</summary>
    [ReadOnly, Alias("Authenticate")]
    Task<Principal?> AuthenticateAsync(string secretHash, CancellationToken cancellationToken);

    /// <summary>The policy in force, or null where the tenant does not exist.</summary>
    [ReadOnly, Alias("GetPolicy")]
    Task<TenantPolicy?> GetPolicyAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Puts the policy's document in force with the next version number, or says everything that is wrong with it and keeps the old one.
    /// </summary>
    [Alias("SetPolicy")]
    Task<TenantCommandResult> SetPolicyAsync(TenantPolicy policy, CancellationToken cancellationToken);
}
