using Freehold.Storage.Threads;

namespace Freehold.Storage.Sqlite;

/// <summary>
/// One session with a database, and the one thread that uses it: what many callers ask for is done one after the other. For stores of a low
/// rate; a grain's turn only waits, it never holds its thread for the disk. Continuations never run on the lane's thread.
/// </summary>
/// <param name="name">What the store is called in messages.</param>
/// <param name="owner">The store's type, for calls after its end.</param>
/// <param name="path">The database's file.</param>
/// <param name="maxWaiting">Most calls that wait; over it, calls are refused.</param>
/// <param name="fault">Makes the store's exception from a message and its cause.</param>
internal sealed class SqliteLane<TSession>(string name, Type owner, string path, int maxWaiting, Func<string, Exception?, Exception> fault)
    : IDisposable
    where TSession : class, IDisposable
{
    /// <summary>How long a call waits for another program that holds the database, in milliseconds.</summary>
    private const int BusyTimeoutMs = 5_000;

    private readonly WorkQueue<Job> _queue = new(owner, maxWaiting, long.MaxValue);
    private Thread? _thread;

    /// <summary>Opens the session and starts its thread. What <paramref name="open"/> makes owns the connection.</summary>
    /// <exception cref="SqliteFailure">The database cannot be opened.</exception>
    public void Start(bool readOnly, Func<SqliteDatabase, TSession> open)
    {
        var database = SqliteDatabase.Open(path, readOnly, BusyTimeoutMs);
        TSession session;
        try
        {
            session = open(database);
        }
        catch
        {
            database.Dispose();
            throw;
        }

        _thread = new Thread(() => Run(session)) { IsBackground = true, Name = $"freehold-{name}" };
        _thread.UnsafeStart();
    }

    /// <summary>Has a job done in its turn; one whose token is cancelled before that is dropped.</summary>
    public Task<T> RunAsync<T>(Func<TSession, T> job, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiting = new Job<T>(this, job, cancellationToken);
        return _queue.TryAdd(waiting, bytes: 0)
            ? waiting.Task
            : throw fault($"The {name} '{path}' has {maxWaiting} calls waiting, its bound. Try again later.", null);
    }

    /// <summary>Does what waits, then closes the session.</summary>
    public void Dispose()
    {
        _queue.Close();
        _thread?.Join();
    }

    private void Run(TSession session)
    {
        using (session)
        {
            var next = new Job[1];
            while (_queue.Take(next) > 0)
                next[0].Run(session);
        }
    }

    private Exception Describe(SqliteFailure failure) => fault($"The {name} '{path}' failed: {failure.Message} {failure.Remedy}", failure);

    private abstract class Job
    {
        public abstract void Run(TSession session);
    }

    private sealed class Job<T>(SqliteLane<TSession> lane, Func<TSession, T> job, CancellationToken cancellationToken) : Job
    {
        private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T> Task => _completion.Task;

        public override void Run(TSession session)
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                _completion.SetResult(job(session));
            }
            catch (OperationCanceledException)
            {
                _completion.SetCanceled(cancellationToken);
            }
            catch (SqliteFailure failure)
            {
                _completion.SetException(lane.Describe(failure));
            }
            catch (Exception exception)
            {
                // Whatever it is, this thread must live on.
                _completion.SetException(exception);
            }
        }
    }
}
