namespace Freehold.Core.Learning.Rewards;

/// <summary>
/// Finds requests that came again: the same key, the same digest of what was asked, within a window. A function of what it was given,
/// so that a log read again gives the same retries. Not thread-safe.
/// </summary>
public sealed class RetryDetector
{
    /// <summary>Most requests that are remembered; the oldest are forgotten first.</summary>
    public const int MaxRemembered = 4_096;

    private readonly Dictionary<ulong, (DateTimeOffset At, string Id)> _last = [];
    private readonly Queue<(ulong Digest, string Id)> _order = [];

    /// <summary>Notes a request.</summary>
    /// <param name="digest">Of whose request it is and of all that was asked.</param>
    /// <param name="id">The id of its answer.</param>
    /// <param name="at">When it came.</param>
    /// <param name="window">How long after an answer the same request is a retry.</param>
    /// <returns>The id of the answer that this request is a retry of; null for none.</returns>
    public string? Note(ulong digest, string id, DateTimeOffset at, TimeSpan window)
    {
        var retried = _last.TryGetValue(digest, out var last) && last.Id != id && at >= last.At && at - last.At <= window ? last.Id : null;
        _last[digest] = (at, id);
        _order.Enqueue((digest, id));
        while (_order.Count > MaxRemembered)
        {
            var oldest = _order.Dequeue();
            if (_last.TryGetValue(oldest.Digest, out var entry) && entry.Id == oldest.Id)
            {
                _last.Remove(oldest.Digest);
            }
        }

        return retried;
    }
}
