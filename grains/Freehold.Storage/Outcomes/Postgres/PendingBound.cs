namespace Freehold.Storage.Outcomes.Postgres;

/// <summary>Counts the appends that all writers have not settled yet, and their bytes.</summary>
internal sealed class PendingBound(int maxItems, long maxBytes)
{
    private readonly Lock _gate = new();
    private int _items;
    private long _bytes;

    /// <summary>False, and nothing is counted, where the bound is reached.</summary>
    public bool TryAdd(int bytes)
    {
        lock (_gate)
        {
            if (_items >= maxItems || _bytes + bytes > maxBytes)
                return false;
            _items++;
            _bytes += bytes;
            return true;
        }
    }

    public void Remove(int bytes)
    {
        lock (_gate)
        {
            _items--;
            _bytes -= bytes;
        }
    }
}
