namespace Freehold.Storage.Threads;

/// <summary>
/// Work handed from many callers to a few threads of our own. Bounded in items and bytes: over that, <see cref="TryAdd"/> says no.
/// A taker gets everything that waits, up to the size of its batch, and never waits for more.
/// </summary>
internal sealed class WorkQueue<T>(Type owner, int maxItems, long maxBytes)
{
    private readonly object _gate = new();
    private readonly Queue<(T Item, int Bytes)> _items = new();
    private long _bytes;
    private int _takersWaiting;
    private bool _closed;

    /// <summary>False where the bound is reached.</summary>
    /// <exception cref="ObjectDisposedException">The queue is closed.</exception>
    public bool TryAdd(T item, int bytes)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, owner);
            if (_items.Count >= maxItems || _bytes + bytes > maxBytes)
                return false;

            _items.Enqueue((item, bytes));
            _bytes += bytes;
            if (_takersWaiting > 0)
                Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Waits for work and takes what is there; 0 once the queue is closed and empty.</summary>
    public int Take(Span<T> batch)
    {
        lock (_gate)
        {
            while (_items.Count == 0)
            {
                if (_closed)
                    return 0;
                _takersWaiting++;
                Monitor.Wait(_gate);
                _takersWaiting--;
            }

            var count = Math.Min(_items.Count, batch.Length);
            for (var i = 0; i < count; i++)
            {
                (batch[i], var bytes) = _items.Dequeue();
                _bytes -= bytes;
            }

            return count;
        }
    }

    /// <summary>Takes no more work; what waits is still handed out.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }
}
