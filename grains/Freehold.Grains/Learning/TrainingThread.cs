using System.Collections.Concurrent;

namespace Freehold.Grains.Learning;

/// <summary>
/// The one thread of a silo that trains routing weights and chooses examples for students, below the priority of what answers requests. The work of
/// all tenants waits its turn; no grain's turn waits on the processor, and no two pieces of work share it.
/// </summary>
public sealed class TrainingThread : IDisposable
{
    /// <summary>Most trainings that wait; a further one is refused and comes again with the next wake-up.</summary>
    public const int MaxWaiting = 256;

    private readonly BlockingCollection<Action> _work = new(MaxWaiting);
    private readonly CancellationTokenSource _ended = new();

    /// <summary>Starts the thread.</summary>
    public TrainingThread() =>
        new Thread(Run) { IsBackground = true, Name = "routing weights" }.Start();

    /// <summary>Runs work on the thread; its exception is the task's.</summary>
    /// <exception cref="InvalidOperationException">Too much is waiting.</exception>
    public Task<T> RunAsync<T>(Func<CancellationToken, T> work, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _work.TryAdd(RunOne)
            ? done.Task
            : throw new InvalidOperationException($"{MaxWaiting} trainings are waiting already; this one comes again with the next wake-up.");

        void RunOne()
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token, cancellationToken);
            try
            {
                either.Token.ThrowIfCancellationRequested();
                done.SetResult(work(either.Token));
            }
            catch (OperationCanceledException ended)
            {
                done.SetCanceled(ended.CancellationToken);
            }
            catch (Exception fault)
            {
                done.SetException(fault);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _work.CompleteAdding();
        _ended.Cancel();
    }

    private void Run()
    {
        BackgroundPriority.Enter();
        foreach (var work in _work.GetConsumingEnumerable())
        {
            work();
        }

        _work.Dispose();
        _ended.Dispose();
    }
}
