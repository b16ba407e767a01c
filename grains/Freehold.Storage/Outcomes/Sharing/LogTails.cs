using Freehold.Contracts.Outcomes;

namespace Freehold.Storage.Outcomes.Sharing;

/// <summary>The tails of all logs, bounded together. Thread-safe.</summary>
internal sealed class LogTails
{
    /// <summary>Most events of all tails; over it those of the log that was unused for longest go.</summary>
    public const int MaxEvents = 16_384;

    /// <summary>Most logs with a tail.</summary>
    public const int MaxLogs = 1_024;

    private readonly Lock _gate = new();
    private readonly Dictionary<OutcomeLogId, Entry> _entries = [];
    private long _uses;
    private int _events;

    /// <summary>The tail of a log; a new one where it has none.</summary>
    public LogTail Of(OutcomeLogId log)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(log, out var entry))
            {
                if (_entries.Count == MaxLogs)
                {
                    Drop(log);
                }

                _entries.Add(log, entry = new Entry());
            }

            entry.LastUse = ++_uses;
            return entry.Tail;
        }
    }

    /// <summary>Adds to a log's tail what was read after a sequence, and makes room where that is too much.</summary>
    public void Keep(OutcomeLogId log, LogTail tail, long afterSequence, IReadOnlyList<LogEvent> read)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(log, out var entry) || entry.Tail != tail)
            {
                return; // It was dropped meanwhile.
            }

            var grown = tail.Keep(afterSequence, read);
            entry.Events += grown;
            _events += grown;
            while (_events > MaxEvents && _entries.Count > 1)
            {
                Drop(log);
            }
        }
    }

    private void Drop(OutcomeLogId except)
    {
        var oldest = _entries.Where(pair => pair.Key != except).MinBy(pair => pair.Value.LastUse);
        _events -= oldest.Value.Events;
        _entries.Remove(oldest.Key);
    }

    private sealed class Entry
    {
        public LogTail Tail { get; } = new();

        public int Events { get; set; }

        public long LastUse { get; set; }
    }
}
