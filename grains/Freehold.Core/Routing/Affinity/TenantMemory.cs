namespace Freehold.Core.Routing.Affinity;

/// <summary>The prefixes of one tenant, in order of their use. Not thread-safe.</summary>
internal sealed class TenantMemory(string tenant)
{
    private readonly Dictionary<UInt128, LinkedListNode<(UInt128 Key, PrefixHolder Holder)>> _byKey = [];
    private readonly LinkedList<(UInt128 Key, PrefixHolder Holder)> _byUse = new();

    public string Tenant => tenant;

    public int Count => _byKey.Count;

    /// <summary>Its place among the tenants, in order of their use.</summary>
    public LinkedListNode<TenantMemory>? Place { get; set; }

    public PrefixHolder? Find(UInt128 key)
    {
        if (!_byKey.TryGetValue(key, out var node))
        {
            return null;
        }

        _byUse.Remove(node);
        _byUse.AddFirst(node);
        return node.Value.Holder;
    }

    /// <summary>Sets the holder of a key; returns how many prefixes more there are.</summary>
    public int Set(UInt128 key, in PrefixHolder holder)
    {
        if (_byKey.TryGetValue(key, out var node))
        {
            node.Value = (key, holder);
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return 0;
        }

        _byKey.Add(key, _byUse.AddFirst((key, holder)));
        return 1;
    }

    /// <summary>Drops the prefix unused for longest; returns how many prefixes fewer there are.</summary>
    public int DropOldest()
    {
        if (_byUse.Last is not { } oldest)
        {
            return 0;
        }

        _byUse.RemoveLast();
        _byKey.Remove(oldest.Value.Key);
        return 1;
    }
}
