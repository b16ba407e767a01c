using Freehold.Contracts.Tenancy;
using Freehold.Core.Policies;
using Microsoft.Extensions.Logging;

namespace Freehold.Grains.Tenancy;

/// <inheritdoc cref="ITenantGrain"/>
public sealed partial class TenantGrain(
    [PersistentState(StateNames.Tenant, StateNames.Storage)] IPersistentState<TenantState> state,
    TimeProvider time,
    ILogger<TenantGrain> logger)
    : Grain, ITenantGrain
{
    /// <summary>Most keys of one tenant, revoked ones included.</summary>
    public const int MaxKeys = 1_000;

    private const int MaxDisplayNameLength = 200;

    /// <inheritdoc/>
    public async Task<TenantProfile> CreateAsync(CreateTenant command, CancellationToken cancellationToken)
    {
        await FinishAuditAsync();
        if (state.State.Profile is { } profile)
        {
            return profile;
        }

        var tenant = TenantId.Parse(this.GetPrimaryKeyString());
        var name = command.DisplayName.Trim();
        profile = new TenantProfile
        {
            Tenant = tenant.Value,
            DisplayName = name.Length is 0 or > MaxDisplayNameLength ? tenant.Value : name,
            CreatedAt = time.GetUtcNow(),
        };
        await ChangeAsync(TenantAudit.Created(profile), current => current.Profile = profile, cancellationToken);
        return profile;
    }

    /// <inheritdoc/>
    public Task<TenantProfile?> GetProfileAsync(CancellationToken cancellationToken) => Task.FromResult(state.State.Profile);

    /// <inheritdoc/>
    public async Task<TenantCommandResult> PutKeyAsync(ApiKeyRecord key, CancellationToken cancellationToken)
    {
        await FinishAuditAsync();
        if (state.State.Profile is null)
        {
            return NoSuchTenant();
        }

        var place = state.State.Keys.FindIndex(existing => existing.KeyId == key.KeyId);
        if (place >= 0 && state.State.Keys[place] == key)
        {
            return TenantCommandResult.Done;
        }

        if (place < 0 && state.State.Keys.Count >= MaxKeys)
        {
            return Failed(TenantCommandStatus.LimitReached, $"The tenant has {MaxKeys} keys, the most it can have.");
        }

        var before = place < 0 ? null : state.State.Keys[place];
        List<ApiKeyRecord> keys = [.. state.State.Keys];
        if (place >= 0)
        {
            keys[place] = key;
        }
        else
        {
            keys.Add(key);
        }

        await ChangeAsync(TenantAudit.KeyPut(before, key, time.GetUtcNow()), current => current.Keys = keys, cancellationToken);
        return TenantCommandResult.Done;
    }

    /// <inheritdoc/>
    public async Task<TenantCommandResult> RevokeKeyAsync(string keyId, CancellationToken cancellationToken)
    {
        await FinishAuditAsync();
        var place = state.State.Keys.FindIndex(key => key.KeyId == keyId);
        if (place < 0)
        {
            return Failed(TenantCommandStatus.NoSuchKey, $"The tenant has no key '{keyId}'; list its keys to see their ids.");
        }

        if (state.State.Keys[place].RevokedAt is null)
        {
            var now = time.GetUtcNow();
            List<ApiKeyRecord> keys = [.. state.State.Keys];
            keys[place] = keys[place] with { RevokedAt = now };
            await ChangeAsync(TenantAudit.KeyRevoked(keys[place], now), current => current.Keys = keys, cancellationToken);
        }

        return TenantCommandResult.Done;
    }

    /// <inheritdoc/>
    public Task<ApiKeyRecord[]> ListKeysAsync(CancellationToken cancellationToken) => Task.FromResult(state.State.Keys.ToArray());

    /// <inheritdoc/>
    public Task<Principal?> AuthenticateAsync(string secretHash, CancellationToken cancellationToken)
    {
        // The hash is of 256 random bits: how long the comparison takes tells nothing that helps to find another one.
        if (state.State.Profile is null)
        {
            DeactivateOnIdle(); // Somebody guesses names: none of them shall stay in memory.
        }

        var key = state.State.Keys.Find(candidate => candidate.RevokedAt is null && candidate.SecretHash == secretHash);
        return Task.FromResult(key is null ? null : new Principal
        {
            Tenant = this.GetPrimaryKeyString(),
            KeyId = key.KeyId,
            KeyName = key.Name,
            Roles = key.Roles,
        });
    }

    /// <inheritdoc/>
    public Task<TenantPolicy?> GetPolicyAsync(CancellationToken cancellationToken) =>
        Task.FromResult(state.State.Profile is null ? null : PolicyDocuments.WithDocument(state.State.Policy));

    /// <inheritdoc/>
    public async Task<TenantCommandResult> SetPolicyAsync(TenantPolicy policy, CancellationToken cancellationToken)
    {
        await FinishAuditAsync();
        if (state.State.Profile is null)
        {
            return NoSuchTenant();
        }

        var text = PolicyDocuments.WithDocument(policy).Document!;
        if (!RoutingPolicyDocument.TryParse(text, out var document, out var faults))
        {
            return PolicyDocuments.Refused(faults);
        }

        var accepted = PolicyDocuments.ToPolicy(document!, state.State.Policy.Version + 1);
        await ChangeAsync(TenantAudit.PolicySet(accepted, time.GetUtcNow()), current => current.Policy = accepted, cancellationToken);
        return TenantCommandResult.Done;
    }

    private static TenantCommandResult Failed(TenantCommandStatus status, string detail) => new() { Status = status, Detail = detail };

    private TenantCommandResult NoSuchTenant() => Failed(
        TenantCommandStatus.NoSuchTenant, $"There is no tenant '{this.GetPrimaryKeyString()}'; create it first.");

    /// <summary>Stores a change; where that fails, the state in memory goes back to what is stored.</summary>
    private async Task StoreAsync(Action<TenantState> change, CancellationToken cancellationToken)
    {
        var before = state.State;
        state.State = new TenantState
        {
            Profile = before.Profile,
            Keys = before.Keys,
            Policy = before.Policy,
            PendingAudit = before.PendingAudit,
        };
        change(state.State);
        try
        {
            await state.WriteStateAsync(cancellationToken);
        }
        catch
        {
            state.State = before;
            DeactivateOnIdle(); // Whether it was stored is not known: the next activation reads it anew.
            throw;
        }
    }
}
