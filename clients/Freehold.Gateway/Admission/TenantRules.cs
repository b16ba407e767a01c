using System.Collections.Concurrent;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Tenancy;
using Freehold.Core.Labels.Decision;
using Freehold.Core.Policies;
using Freehold.Gateway.Calls;

namespace Freehold.Gateway.Admission;

/// <summary>
/// The rules of labels of each tenant, at most as old as a router's (<see cref="IRouterGrain.PolicyLeaseSeconds"/>) and compiled once for each
/// version. Thread-safe.
/// </summary>
internal sealed class TenantRules(IGrainFactory grains, GrainRetry retry, TimeProvider time)
{
    /// <summary>Most tenants that are kept; over it all are dropped and asked for again.</summary>
    public const int MaxCached = 10_000;

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(IRouterGrain.PolicyLeaseSeconds);

    private readonly ConcurrentDictionary<string, Entry> _cache = new(StringComparer.Ordinal);

    /// <summary>The rules in force; those of the default policy for a tenant that does not exist, which the router refuses.</summary>
    public ValueTask<LabelRuleBook> GetAsync(string tenant, CancellationToken cancellationToken) =>
        _cache.TryGetValue(tenant, out var entry) && time.GetElapsedTime(entry.AskedAt) < Lease
            ? new(entry.Rules)
            : AskAsync(tenant, cancellationToken);

    private async ValueTask<LabelRuleBook> AskAsync(string tenant, CancellationToken cancellationToken)
    {
        var askedAt = time.GetTimestamp();
        var policy = await retry.RunAsync(
            grains.GetGrain<ITenantGrain>(tenant),
            static (grain, token) => new ValueTask<TenantPolicy?>(grain.GetPolicyAsync(token)),
            cancellationToken);
        var document = policy?.Document;
        var rules = _cache.TryGetValue(tenant, out var known) && known.Document == document
            ? known.Rules
            : new LabelRuleBook(document is null ? new LabelPolicy() : RoutingPolicyDocument.Parse(document).Labels);
        if (_cache.Count >= MaxCached)
        {
            _cache.Clear();
        }

        _cache[tenant] = new Entry(askedAt, document, rules);
        return rules;
    }

    private sealed record Entry(long AskedAt, string? Document, LabelRuleBook Rules);
}
