namespace Freehold.Core.Routing.Affinity;

/// <summary>Who answered the beginning of a conversation.</summary>
/// <param name="Candidate">The candidate's id.</param>
/// <param name="Place">Where it is.</param>
/// <param name="Tokens">Tokens of the conversation up to there: so many are in its cache.</param>
public readonly record struct PrefixHolder(string Candidate, string Place, int Tokens);

/// <summary>
/// Remembers who answered which conversation, so that its next turn can go where its prefix is cached. Bounded for each tenant and for all
/// together; the one unused for longest gives way. Safe for use by many threads.
/// </summary>
/// <remarks>Holds hashes and names, never a text. What it says is a guess: the cache may have let go of the prefix since.</remarks>
public sealed class PrefixMemory
{
    private readonly Dictionary<string, TenantMemory> _tenants = new(StringComparer.Ordinal);
    private readonly LinkedList<TenantMemory> _tenantsByUse = new();
    private readonly Lock _lock = new();
    private readonly int _maxPrefixes, _maxPrefixesPerTenant;
    private int _count;

    /// <summary>An empty memory.</summary>
    /// <param name="maxPrefixes">Most prefixes of all tenants; about 150 bytes each.</param>
    /// <param name="maxPrefixesPerTenant">Most of one tenant, so that none can push out those of the others.</param>
    public PrefixMemory(int maxPrefixes = 65_536, int maxPrefixesPerTenant = 8_192)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxPrefixesPerTenant);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPrefixes, maxPrefixesPerTenant);
        (_maxPrefixes, _maxPrefixesPerTenant) = (maxPrefixes, maxPrefixesPerTenant);
    }

    /// <summary>Prefixes that are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _count;
            }
        }
    }

    /// <summary>Who answered the longest of these beginnings; null where none is known.</summary>
    /// <param name="tenant">Whose conversation it is.</param>
    /// <param name="keys">Keys of the conversation's beginnings, the shortest first (<see cref="PrefixChain"/>).</param>
    public PrefixHolder? Find(string tenant, ReadOnlySpan<UInt128> keys)
    {
        lock (_lock)
        {
            if (!_tenants.TryGetValue(tenant, out var memory))
            {
                return null;
            }

            for (var i = keys.Length - 1; i >= 0; i--)
            {
                if (memory.Find(keys[i]) is { } holder)
                {
                    Touch(memory);
                    return holder;
                }
            }

            return null;
        }
    }

    /// <summary>Remembers who answered a conversation up to this key; what was known of it before gives way.</summary>
    public void Remember(string tenant, UInt128 key, in PrefixHolder holder)
    {
        lock (_lock)
        {
            if (!_tenants.TryGetValue(tenant, out var memory))
            {
                _tenants.Add(tenant, memory = new TenantMemory(tenant));
                memory.Place = _tenantsByUse.AddFirst(memory);
            }

            Touch(memory);
            _count += memory.Set(key, holder);
            if (memory.Count > _maxPrefixesPerTenant)
            {
                _count -= memory.DropOldest();
            }
            else if (_count > _maxPrefixes)
            {
                DropFrom(_tenantsByUse.Last!.Value);
            }
        }
    }

    private void DropFrom(TenantMemory memory)
    {
        _count -= memory.DropOldest();
        if (memory.Count == 0)
        {
            _tenantsByUse.Remove(memory.Place!);
            _tenants.Remove(memory.Tenant);
        }
    }

    private void Touch(TenantMemory memory)
    {
        _tenantsByUse.Remove(memory.Place!);
        _tenantsByUse.AddFirst(memory.Place!);
    }
}
