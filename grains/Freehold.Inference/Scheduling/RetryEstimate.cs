namespace Freehold.Inference.Scheduling;

/// <summary>When a place is likely to be free, from how long requests have been taking.</summary>
internal sealed class RetryEstimate(SchedulerOptions options)
{
    private const int MinRetryAfterMs = 100, MaxRetryAfterMs = 60_000;

    // Weight of the newest request in the running mean, as in TCP's smoothed round-trip time (RFC 6298).
    private const double NewestWeight = 1.0 / 8;

    private double _meanServiceMs = 1_000;

    /// <summary>Takes note of a request that ended.</summary>
    public void Add(double serviceMs) => _meanServiceMs += (serviceMs - _meanServiceMs) * NewestWeight;

    /// <summary>Time until one more than <paramref name="waiting"/> requests have had a place.</summary>
    public int Ms(int waiting) =>
        (int)Math.Clamp(_meanServiceMs * (waiting + 1) / options.MaxActiveRequests, MinRetryAfterMs, MaxRetryAfterMs);
}
