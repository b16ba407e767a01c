namespace Freehold.Grains.Providers;

/// <summary>A caller's cancellation together with a time limit that can be set anew; it tells the two apart.</summary>
internal sealed class ProviderDeadline : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _ofCaller;
    private readonly CancellationToken _caller;

    public ProviderDeadline(TimeSpan limit, TimeProvider time, CancellationToken caller)
    {
        _caller = caller;
        _source = new CancellationTokenSource(limit, time);
        _ofCaller = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>True where the time was up while the caller still waited.</summary>
    public bool Expired => _source.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>From now on, this long.</summary>
    public void Restart(TimeSpan limit) => _source.CancelAfter(limit);

    public void Dispose()
    {
        _ofCaller.Dispose(); // Waits for a cancellation under way, which must not meet a source that is gone.
        _source.Dispose();
    }
}
