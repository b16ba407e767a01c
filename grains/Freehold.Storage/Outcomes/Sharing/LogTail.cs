namespace Freehold.Storage.Outcomes.Sharing;

/// <summary>The newest events of one log that somebody has read, without a gap. Thread-safe.</summary>
internal sealed class LogTail
{
    /// <summary>Most events that are kept: two reads of the largest size, for who lags a read behind.</summary>
    public const int MaxEvents = 2 * OutcomeLogBounds.MaxReadEvents;

    private readonly Lock _gate = new();
    private readonly List<LogEvent> _events = []; // Sequences _after + 1, _after + 2, ...
    private long _after = -1;

    /// <summary>For reads beyond the tail's end.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>True where a read after this sequence begins in the tail, or at its end.</summary>
    public bool Covers(long afterSequence)
    {
        lock (_gate)
        {
            return _after >= 0 && afterSequence >= _after && afterSequence <= _after + _events.Count;
        }
    }

    /// <summary>The events after a sequence; none where the tail does not hold them.</summary>
    public List<LogEvent> Take(long afterSequence, int maxEvents)
    {
        lock (_gate)
        {
            var at = afterSequence - _after;
            return _after >= 0 && at >= 0 && at < _events.Count
                ? _events.GetRange((int)at, (int)Math.Min(maxEvents, _events.Count - at))
                : new List<LogEvent>();
        }
    }

    /// <summary>Adds what was read after a sequence; says by how many events the tail grew.</summary>
    public int Keep(long afterSequence, IReadOnlyList<LogEvent> read)
    {
        lock (_gate)
        {
            var before = _events.Count;
            var end = _after + _events.Count;
            if (_after < 0 || afterSequence > end)
            {
                (_after, end) = (afterSequence, afterSequence); // A gap: the tail begins anew behind it.
                _events.Clear();
            }

            foreach (var logged in read)
            {
                if (logged.Sequence == end + 1)
                {
                    _events.Add(logged);
                    end++;
                }
            }

            if (_events.Count > MaxEvents)
            {
                var surplus = _events.Count - OutcomeLogBounds.MaxReadEvents; // Half goes at once, so that this is rare.
                _events.RemoveRange(0, surplus);
                _after += surplus;
            }

            return _events.Count - before;
        }
    }
}
