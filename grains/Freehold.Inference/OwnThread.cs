namespace Freehold.Inference;

/// <summary>Long work on a thread of its own, so that neither a caller's thread nor the pool waits for the disk.</summary>
internal static class OwnThread
{
    /// <summary>Completes when the work has; its exception is the task's, and a cancellation that it ends in is the task's too.</summary>
    /// <param name="name">Name of the thread.</param>
    /// <param name="work">What to do.</param>
    public static Task<T> RunAsync<T>(string name, Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(Run) { IsBackground = true, Name = name }.Start();
        return done.Task;

        void Run()
        {
            try
            {
                done.SetResult(work());
            }
            catch (OperationCanceledException exception)
            {
                done.SetCanceled(exception.CancellationToken);
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        }
    }
}
