namespace Freehold.Storage.Outcomes.Postgres;

/// <summary>Pauses between attempts: short at first, doubled up to a second.</summary>
internal sealed class RetryDelay(TimeProvider time)
{
    private const int FirstMs = 25, LongestMs = 1_000;

    private int _nextMs = FirstMs;

    public Task WaitAsync(CancellationToken cancellationToken)
    {
        var delay = TimeSpan.FromMilliseconds(_nextMs);
        _nextMs = Math.Min(_nextMs * 2, LongestMs);
        return Task.Delay(delay, time, cancellationToken);
    }

    /// <summary>The next pause is the first one again.</summary>
    public void Reset() => _nextMs = FirstMs;
}
