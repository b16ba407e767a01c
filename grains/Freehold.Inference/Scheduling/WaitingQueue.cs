namespace Freehold.Inference.Scheduling;

/// <summary>Requests that wait for a place, first come first served, and the estimate of how long that takes.</summary>
/// <remarks>Safe for use by many threads.</remarks>
internal sealed class WaitingQueue(SchedulerOptions options)
{
    private const int MinRetryAfterMs = 100, MaxRetryAfterMs = 60_000;

    // Weight of the newest request in the running mean, as in TCP's smoothed round-trip time (RFC 6298).
    private const double NewestWeight = 1.0 / 8;

    private readonly Lock _gate = new();
    private readonly LinkedList<Sequence> _sequences = new();
    private double _meanServiceMs = 1_000;
    private bool _closed;

    public int Count
    {
        get
        {
            lock (_gate)
                return _sequences.Count;
        }
    }

    public EngineRefusal? TryAdd(Sequence sequence)
    {
        lock (_gate)
        {
            if (_closed)
                return new EngineStoppingRefusal();
            if (_sequences.Count >= options.MaxWaitingRequests)
                return new QueueFullRefusal(_sequences.Count, RetryAfterMs());
            _sequences.AddLast(sequence);
            return null;
        }
    }

    public Sequence? Peek()
    {
        lock (_gate)
            return _sequences.First?.Value;
    }

    public void Dequeue()
    {
        lock (_gate)
            _sequences.RemoveFirst();
    }

    /// <summary>Ends the requests that were cancelled while they waited.</summary>
    public void FinishCancelled()
    {
        lock (_gate)
        {
            for (var node = _sequences.First; node is not null;)
            {
                var (current, next) = (node, node.Next);
                if (current.Value.IsCancelled)
                {
                    _sequences.Remove(current);
                    current.Value.Finish(FinishReason.Cancelled);
                }

                node = next;
            }
        }
    }

    public void RecordServiceMs(double serviceMs)
    {
        lock (_gate)
            _meanServiceMs += (serviceMs - _meanServiceMs) * NewestWeight;
    }

    /// <summary>Refuses what waits and what comes.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (var sequence in _sequences)
                sequence.Output.Finish(new GenerationRefused(new EngineStoppingRefusal()));
            _sequences.Clear();
        }
    }

    private int RetryAfterMs() => (int)Math.Clamp(
        _meanServiceMs * (_sequences.Count + 1) / options.MaxActiveRequests, MinRetryAfterMs, MaxRetryAfterMs);
}
