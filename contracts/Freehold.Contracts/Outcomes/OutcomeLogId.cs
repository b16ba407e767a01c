using System.Globalization;
using Freehold.Contracts.Tenancy;

namespace Freehold.Contracts.Outcomes;

/// <summary>The key of an outcome log: whose, and which shard.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Shard">0 to <see cref="ShardCount"/> - 1.</param>
public readonly record struct OutcomeLogId(TenantId Tenant, int Shard)
{
    /// <summary>
    /// Shards of one tenant's log. One: appends of a shard are pipelined into group commits, so that a shard is bound by the
    /// database and not by its grain. The number is part of the stored keys, so that it can grow.
    /// </summary>
    public const int ShardCount = 1;

    /// <summary>The log that an outcome belongs to.</summary>
    public static OutcomeLogId For(TenantId tenant) => new(tenant, 0);

    /// <summary>Reads <c>tenant/shard</c>.</summary>
    /// <exception cref="FormatException">The text has another form.</exception>
    public static OutcomeLogId Parse(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var slash = key.LastIndexOf('/');
        return slash > 0 && int.TryParse(key.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var shard)
            ? new OutcomeLogId(TenantId.Parse(key[..slash]), shard)
            : throw new FormatException($"'{key}' is not an outcome log's key: it must have the form tenant/shard.");
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Tenant}/{Shard}");
}
