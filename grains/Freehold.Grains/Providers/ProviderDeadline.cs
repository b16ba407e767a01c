namespace Freehold.Grains.Providers;

/// <summary>A caller's cancellation together with a time limit that can be set anew; it tells the two apart.</summary>
internal sealed class ProviderDeadline : IDisposable
{
    private readonly CancellationTokenSource _limit;
    private readonly CancellationTokenSource _both;
    private readonly CancellationToken _caller;

    public ProviderDeadline(TimeSpan limit, TimeProvider time, CancellationToken caller)
    {
        _caller = caller;
        _limit = new CancellationTokenSource(limit, time);
        _both = CancellationTokenSource.CreateLinkedTokenSource(caller, _limit.Token);
    }

    public CancellationToken Token => _both.Token;

    /// <summary>True where the time was up while the caller still waited.</summary>
    public bool Expired => _limit.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>From now on, this long.</summary>
    public void Restart(TimeSpan limit) => _limit.CancelAfter(limit);

    public void Dispose()
    {
        _both.Dispose();
        _limit.Dispose();
    }
}
