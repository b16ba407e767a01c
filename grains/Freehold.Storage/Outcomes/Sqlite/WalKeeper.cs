using Freehold.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace Freehold.Storage.Outcomes.Sqlite;

/// <summary>
/// Keeps the write-ahead log short without stalling commits. The bulk of its pages is moved into the database by a thread and connection of
/// its own, beside the writer; the few pages that came meanwhile are moved by the writer itself, between two groups. Only so is the
/// log ever moved to its end, and only then does the next commit start it from the beginning instead of making it longer.
/// </summary>
internal sealed partial class WalKeeper : IDisposable
{
    private const int Idle = 0, BulkDue = 1, TailDue = 2;

    private readonly SqliteDatabase _writerDatabase;
    private readonly SqliteDatabase _ownDatabase;
    private readonly SqliteOutcomeLogOptions _options;
    private readonly ILogger _logger;
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private int _pagesAtLastCheckpoint;
    private int _phase = Idle;
    private volatile bool _stopping;

    public WalKeeper(SqliteDatabase writerDatabase, SqliteOutcomeLogOptions options, ILogger logger)
    {
        _writerDatabase = writerDatabase;
        _ownDatabase = SqliteDatabase.Open(writerDatabase.Path, readOnly: false, options.BusyTimeoutMs);
        _options = options;
        _logger = logger;
        _thread = new Thread(Run) { IsBackground = true, Name = "freehold-outcomes-checkpoint" };
        _thread.UnsafeStart();
    }

    /// <summary>Called by the writer's thread between two groups.</summary>
    public void AfterCommit()
    {
        switch (Volatile.Read(ref _phase))
        {
            case Idle when unchecked(_writerDatabase.PagesWritten() - _pagesAtLastCheckpoint) >= _options.CheckpointPages:
                Volatile.Write(ref _phase, BulkDue);
                _wake.Set();
                break;
            case TailDue:
                Checkpoint(_writerDatabase);
                _pagesAtLastCheckpoint = _writerDatabase.PagesWritten();
                Volatile.Write(ref _phase, Idle);
                break;
        }
    }

    public void Dispose()
    {
        _stopping = true;
        _wake.Set();
        _thread.Join();
        _ownDatabase.Dispose();
        _wake.Dispose();
    }

    private void Run()
    {
        while (_wake.WaitOne() && !_stopping)
        {
            Checkpoint(_ownDatabase);
            Volatile.Write(ref _phase, TailDue);
        }
    }

    // A checkpoint that fails costs nothing but a longer log: what is committed stays committed, and the next one tries again.
    private void Checkpoint(SqliteDatabase database)
    {
        try
        {
            database.TryCheckpoint();
        }
        catch (SqliteFailure failure)
        {
            LogCheckpointFailed(_logger, failure.Message, failure.Remedy);
        }
    }

    [LoggerMessage(3, LogLevel.Warning, "The outcome log's checkpoint failed and will be tried again: {Failure} {Remedy}")]
    private static partial void LogCheckpointFailed(ILogger logger, string failure, string remedy);
}
