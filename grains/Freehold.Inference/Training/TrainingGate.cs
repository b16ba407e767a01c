namespace Freehold.Inference.Training;

/// <summary>Holds training back while anyone works: whoever has something more urgent to do enters, and leaves by disposing.</summary>
/// <remarks>Safe for use by many threads.</remarks>
public sealed class TrainingGate : ITrainingYield, IDisposable
{
    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _idle = new(initialState: true, spinCount: 0);
    private int _entered;

    /// <summary>True while somebody is inside.</summary>
    public bool IsBusy => !_idle.IsSet;

    /// <summary>Holds training back until the answer is disposed.</summary>
    public IDisposable Enter()
    {
        lock (_lock)
        {
            if (++_entered == 1)
                _idle.Reset();
        }

        return new Visit(this);
    }

    /// <inheritdoc />
    public void WaitWhileBusy(CancellationToken cancellationToken) => _idle.Wait(cancellationToken);

    /// <summary>Frees the event; nothing may wait any more.</summary>
    public void Dispose() => _idle.Dispose();

    private void Leave()
    {
        lock (_lock)
        {
            if (--_entered == 0)
                _idle.Set();
        }
    }

    private sealed class Visit(TrainingGate gate) : IDisposable
    {
        private TrainingGate? _gate = gate;

        public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Leave();
    }
}
