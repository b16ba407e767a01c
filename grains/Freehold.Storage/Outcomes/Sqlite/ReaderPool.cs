using Freehold.Storage.Sqlite;
using Freehold.Storage.Threads;

namespace Freehold.Storage.Outcomes.Sqlite;

/// <summary>
/// A few threads that read for many callers. SQLite has no asynchronous calls, and a read that waits for the disk inside a grain's turn
/// would hold one of the few threads that all grains share.
/// </summary>
internal sealed class ReaderPool : IDisposable
{
    private readonly string _path;
    private readonly SqliteOutcomeLogOptions _options;
    private readonly WorkQueue<Job> _queue;
    private readonly Thread[] _threads;

    public ReaderPool(string path, SqliteOutcomeLogOptions options)
    {
        _path = path;
        _options = options;
        _queue = new WorkQueue<Job>(typeof(SqliteOutcomeLog), options.MaxPendingReads, long.MaxValue);
        _threads = new Thread[options.ReaderThreads];
        for (var i = 0; i < _threads.Length; i++)
        {
            var reader = new EventReader(path, options.BusyTimeoutMs);
            _threads[i] = new Thread(() => Run(reader)) { IsBackground = true, Name = $"freehold-outcomes-reader-{i}" };
            _threads[i].UnsafeStart();
        }
    }

    /// <exception cref="OutcomeLogBusyException">The bound of waiting reads is reached.</exception>
    public Task<T> ReadAsync<T>(Func<EventReader, T> read, CancellationToken cancellationToken)
    {
        var job = new Job<T>(read, _path, cancellationToken);
        return _queue.TryAdd(job, bytes: 0)
            ? job.Task
            : throw new OutcomeLogBusyException(
                $"The outcome log '{_path}' has {_options.MaxPendingReads} reads waiting, its bound. " +
                "Try again later, or ask for less at a time.");
    }

    /// <summary>Reads what waits, then closes the connections.</summary>
    public void Dispose()
    {
        _queue.Close();
        foreach (var thread in _threads)
            thread.Join();
    }

    private void Run(EventReader reader)
    {
        using (reader)
        {
            var next = new Job[1];
            while (_queue.Take(next) > 0)
                next[0].Run(reader);
        }
    }

    private abstract class Job
    {
        public abstract void Run(EventReader reader);
    }

    private sealed class Job<T>(Func<EventReader, T> read, string path, CancellationToken cancellationToken) : Job
    {
        private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T> Task => _completion.Task;

        public override void Run(EventReader reader)
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                _completion.SetResult(read(reader));
            }
            catch (OperationCanceledException)
            {
                _completion.SetCanceled(cancellationToken);
            }
            catch (SqliteFailure failure)
            {
                _completion.SetException(
                    new OutcomeLogException($"The outcome log '{path}' cannot be read: {failure.Message} {failure.Remedy}", failure));
            }
            catch (Exception exception)
            {
                _completion.SetException(exception);
            }
        }
    }
}
