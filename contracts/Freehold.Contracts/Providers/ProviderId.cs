using System.Globalization;

namespace Freehold.Contracts.Providers;

/// <summary>The key of a provider grain: which upstream, which of its shards.</summary>
/// <param name="Name">The provider's name.</param>
/// <param name="Shard">0 to <see cref="ShardCount"/> - 1; requests spread over them so that no grain is a bottleneck.</param>
public readonly record struct ProviderId(string Name, int Shard)
{
    /// <summary>How many grains share the requests to one upstream.</summary>
    public const int ShardCount = 8;

    /// <summary>The shard of a request, by its id.</summary>
    public static ProviderId For(string name, string requestId)
    {
        ArgumentNullException.ThrowIfNull(requestId);
        var hash = 2166136261u; // FNV-1a: the same on every silo, unlike string.GetHashCode.
        foreach (var c in requestId)
        {
            hash = (hash ^ c) * 16777619u;
        }

        return new ProviderId(name, (int)(hash % ShardCount));
    }

    /// <summary>Reads <c>name/shard</c>.</summary>
    /// <exception cref="FormatException">The text has another form.</exception>
    public static ProviderId Parse(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var slash = key.LastIndexOf('/');
        return slash > 0 && int.TryParse(key.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var shard)
            ? new ProviderId(key[..slash], shard)
            : throw new FormatException($"'{key}' is not a provider key: it must have the form name/shard.");
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}/{Shard}");
}
