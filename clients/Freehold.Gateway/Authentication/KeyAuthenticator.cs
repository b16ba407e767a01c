using System.Collections.Concurrent;
using Freehold.Contracts.Tenancy;
using Freehold.Gateway.Calls;

namespace Freehold.Gateway.Authentication;

/// <summary>
/// Finds out who holds a key. An answer is kept for <see cref="Lease"/>, so that a busy key costs a tenant's grain one call a second, and
/// a revoked one is refused everywhere a second later. Thread-safe.
/// </summary>
public sealed class KeyAuthenticator(IGrainFactory grains, GrainRetry retry, TimeProvider time)
{
    /// <summary>How long an answer is kept.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(1);

    /// <summary>Most answers that are kept; over it all are dropped and asked for again.</summary>
    public const int MaxCached = 10_000;

    private readonly ConcurrentDictionary<string, (long AskedAt, Principal? Principal)> _cache = new(StringComparer.Ordinal);

    /// <summary>Who holds this secret, or null.</summary>
    public ValueTask<Principal?> AuthenticateAsync(string secret, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (secret.Length is 0 or > ApiKeySecret.MaxLength)
        {
            return new((Principal?)null);
        }

        var hash = ApiKeySecret.Hash(secret);
        return _cache.TryGetValue(hash, out var cached) && time.GetElapsedTime(cached.AskedAt) < Lease
            ? new(cached.Principal)
            : AskAsync(ApiKeySecret.TenantOf(secret), hash, cancellationToken);
    }

    private async ValueTask<Principal?> AskAsync(TenantId tenant, string hash, CancellationToken cancellationToken)
    {
        var askedAt = time.GetTimestamp();
        TenantScope.Enter(tenant);
        var principal = await retry.RunAsync(
            (Tenant: grains.GetGrain<ITenantGrain>(tenant.Value), Hash: hash),
            static (ask, token) => new ValueTask<Principal?>(ask.Tenant.AuthenticateAsync(ask.Hash, token)),
            cancellationToken);
        if (_cache.Count >= MaxCached)
        {
            _cache.Clear();
        }

        _cache[hash] = (askedAt, principal);
        return principal;
    }
}
