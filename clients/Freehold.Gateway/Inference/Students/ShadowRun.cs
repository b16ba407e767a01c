namespace Freehold.Gateway.Inference.Students;

/// <summary>A student that is asked beside its teacher. Disposed with its request: what is not ready then is of no more use.</summary>
internal sealed class ShadowRun : IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly Task<StudentAnswer?> _running;

    /// <summary>Begins.</summary>
    /// <param name="ask">Asks the student, until its token is cancelled.</param>
    public ShadowRun(Func<CancellationToken, Task<StudentAnswer?>> ask) => _running = ask(_over.Token);

    /// <summary>What the student said; null where it has not said anything yet.</summary>
    public StudentAnswer? Ready => _running.IsCompletedSuccessfully ? _running.Result : null;

    public void Dispose()
    {
        _over.Cancel();
        _over.Dispose();
    }
}
