namespace Freehold.Embedded.Calls;

/// <summary>
/// The token that a grain method sees in place of its caller's. Cancelling the caller's token answers the caller at once and
/// cancels this one in a turn of the activation, so that what the grain registered on it stays single-threaded.
/// </summary>
internal sealed class CallCancellation(CancellationToken callerToken) : CancellationTokenSource
{
    private CancellationTokenRegistration _registration;

    public CancellationToken CallerToken => callerToken;

    public void Watch(Call call) =>
        _registration = callerToken.UnsafeRegister(static state => ((Call)state!).OnCallerCanceled(), call);

    /// <summary>Does not wait for a callback that runs just now; that callback finds the call answered.</summary>
    public void Unwatch() => _registration.Unregister();
}
