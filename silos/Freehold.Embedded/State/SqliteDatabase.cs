using System.Collections.Concurrent;
using Freehold.Embedded.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace Freehold.Embedded.State;

/// <summary>
/// The data file. One thread writes, and commits the writes that wait together; a write is durable when its task completes
/// (WAL, synchronous=FULL). Reads run on the thread that asks, each on a connection of its own.
/// </summary>
internal sealed class SqliteDatabase : IStateDatabase, IDisposable
{
    private const int MaxWritesPerCommit = 1024;
    private const int MaxIdleReaders = 4;

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS grain_state (
            state_name TEXT NOT NULL, grain_type TEXT NOT NULL, grain_key TEXT NOT NULL,
            etag TEXT NOT NULL, payload BLOB NOT NULL,
            PRIMARY KEY (grain_type, grain_key, state_name)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS reminder (
            grain_type TEXT NOT NULL, grain_key TEXT NOT NULL, name TEXT NOT NULL,
            start_utc_ticks INTEGER NOT NULL, period_ticks INTEGER NOT NULL, next_utc_ticks INTEGER NOT NULL,
            PRIMARY KEY (grain_type, grain_key, name)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS reminder_next ON reminder (next_utc_ticks);
        """;

    private readonly string? _file;
    private readonly string _connectionString;
    private readonly BlockingCollection<SqliteWork> _waiting;
    private readonly ConcurrentBag<SqliteSession> _idleReaders = [];
    private Thread? _writer;

    public SqliteDatabase(IOptions<EmbeddedGrainOptions> options)
    {
        _file = options.Value.DataFile;
        _waiting = new BlockingCollection<SqliteWork>(options.Value.MaxWaitingWrites);
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = _file ?? ":memory:",
            Pooling = false,
            DefaultTimeout = 30,
        }.ToString();
    }

    /// <inheritdoc/>
    public Task OpenAsync()
    {
        SqliteSession session;
        try
        {
            if (_file is not null && Path.GetDirectoryName(Path.GetFullPath(_file)) is { } folder)
            {
                Directory.CreateDirectory(folder);
            }

            session = new SqliteSession(_connectionString);
            session.Execute("PRAGMA journal_mode=WAL");
            session.Execute("PRAGMA synchronous=FULL");
            session.Execute(Schema);
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new OrleansConfigurationException(
                $"{nameof(EmbeddedGrainOptions)}.{nameof(EmbeddedGrainOptions.DataFile)} = '{_file}' cannot be opened: {exception.Message} "
                + "Name a file in a folder that this process may write to.",
                exception);
        }

        _writer = new Thread(() => WriteUntilClosed(session)) { IsBackground = true, Name = "Freehold state writer" };
        _writer.Start();
        return Task.CompletedTask;
    }

    /// <summary>Runs <paramref name="work"/> in the writer's next transaction; completes when that is on the disk.</summary>
    /// <exception cref="LimitExceededException">Too many writes wait.</exception>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> work)
    {
        var item = new SqliteWork<T>(work);
        try
        {
            if (!_waiting.TryAdd(item))
            {
                throw new LimitExceededException(
                    nameof(EmbeddedGrainOptions.MaxWaitingWrites), _waiting.Count, _waiting.BoundedCapacity, _file ?? "in memory");
            }
        }
        catch (InvalidOperationException)
        {
            throw new SiloUnavailableException("The data file is closed; nothing can be written once the runtime has stopped.");
        }

        return item.Result;
    }

    /// <summary>Runs a read. A database in memory has one connection, so its reads take their turn with the writes.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteSession, T> work)
    {
        if (_file is null)
        {
            return WriteAsync(work);
        }

        var session = _idleReaders.TryTake(out var idle) ? idle : new SqliteSession(_connectionString);
        try
        {
            return Task.FromResult(work(session));
        }
        finally
        {
            Return(session);
        }
    }

    /// <inheritdoc/>
    public async Task CloseAsync()
    {
        var last = WriteAsync(static _ => true);
        _waiting.CompleteAdding();
        await last;
        Dispose();
    }

    public void Dispose()
    {
        if (_waiting.IsAddingCompleted && _writer is null)
        {
            return;
        }

        _waiting.CompleteAdding();
        _writer?.Join();
        _writer = null;
        while (_idleReaders.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }

    private void Return(SqliteSession session)
    {
        if (_idleReaders.Count < MaxIdleReaders && !_waiting.IsAddingCompleted)
        {
            _idleReaders.Add(session);
        }
        else
        {
            session.Dispose();
        }
    }

    private void WriteUntilClosed(SqliteSession session)
    {
        using var owned = session;
        var batch = new List<SqliteWork>(MaxWritesPerCommit);
        foreach (var first in _waiting.GetConsumingEnumerable())
        {
            batch.Add(first);
            while (batch.Count < MaxWritesPerCommit && _waiting.TryTake(out var more))
            {
                batch.Add(more);
            }

            Commit(session, batch);
            batch.Clear();
        }
    }

    private static void Commit(SqliteSession session, List<SqliteWork> batch)
    {
        try
        {
            session.Execute("BEGIN IMMEDIATE");
            foreach (var item in batch)
            {
                item.Run(session);
            }

            session.Execute("COMMIT");
        }
        catch (SqliteException exception)
        {
            batch.ForEach(item => item.Fail(exception));
            TryRollBack(session);
            return;
        }

        batch.ForEach(item => item.Complete());
    }

    private static void TryRollBack(SqliteSession session)
    {
        try
        {
            session.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself, as it does when the disk is full.
        }
    }
}
