using Freehold.Storage.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Freehold.Storage.Outcomes.Sqlite;

/// <summary>
/// Keeps the write-ahead log short without stalling commits. A thread and connection of its own moves its pages into the database in small
/// portions beside the writer, and flushes each. Once the log is long, the writer itself moves the few pages that came meanwhile, between
/// two groups: only so is the log ever moved to its end, and only then does the next commit start it over instead of making it longer.
/// </summary>
internal sealed partial class WalKeeper : IDisposable
{
    // A larger portion makes the flush, and the commits beside it on the same disk, wait longer; a smaller one writes pages more often.
    private const int PortionsPerLog = 16;

    private const int Idle = 0, PortionDue = 1, PortionDone = 2;

    private readonly SqliteDatabase _writerDatabase;
    private readonly SqliteDatabase _ownDatabase;
    private readonly SafeFileHandle _file;
    private readonly SqliteOutcomeLogOptions _options;
    private readonly ILogger _logger;
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private int _pagesAtLogStart;
    private int _pagesAtPortion;
    private int _phase = Idle;
    private volatile bool _stopping;

    public WalKeeper(SqliteDatabase writerDatabase, SqliteOutcomeLogOptions options, ILogger logger)
    {
        _writerDatabase = writerDatabase;
        _ownDatabase = SqliteDatabase.Open(writerDatabase.Path, readOnly: false, options.BusyTimeoutMs);
        // Until a connection has looked at the file, it does not know of the log, and its checkpoints do nothing.
        _ownDatabase.Run("PRAGMA journal_mode = WAL");
        _file = File.OpenHandle(writerDatabase.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        _options = options;
        _logger = logger;
        _thread = new Thread(Run) { IsBackground = true, Name = "freehold-outcomes-checkpoint" };
        _thread.UnsafeStart();
    }

    /// <summary>Called by the writer's thread between two groups.</summary>
    public void AfterCommit()
    {
        var pages = _writerDatabase.PagesWritten();
        switch (Volatile.Read(ref _phase))
        {
            case Idle when unchecked(pages - _pagesAtPortion) >= _options.CheckpointPages / PortionsPerLog:
                _pagesAtPortion = pages;
                Volatile.Write(ref _phase, PortionDue);
                _wake.Set();
                break;
            case PortionDone:
                if (unchecked(pages - _pagesAtLogStart) >= _options.CheckpointPages)
                {
                    Checkpoint(_writerDatabase);
                    _pagesAtLogStart = _pagesAtPortion = pages;
                }

                Volatile.Write(ref _phase, Idle);
                break;
        }
    }

    /// <summary>Ends the thread and its connection. What it needs the file for is done, but see <see cref="ReleaseFile"/>.</summary>
    public void Dispose()
    {
        _stopping = true;
        _wake.Set();
        _thread.Join();
        _ownDatabase.Dispose();
        _wake.Dispose();
    }

    /// <summary>
    /// Closes the handle for flushing; only after every connection of this process: on Unix, closing any handle of a file ends the locks
    /// that the whole process has on it (https://www.sqlite.org/howtocorrupt.html, 2.2).
    /// </summary>
    public void ReleaseFile() => _file.Dispose();

    private void Run()
    {
        while (_wake.WaitOne() && !_stopping)
        {
            Checkpoint(_ownDatabase);
            Flush();
            Volatile.Write(ref _phase, PortionDone);
        }
    }

    // SQLite flushes the database only at the end of its log, and that is the writer's turn: without this, all portions would wait for it.
    private void Flush()
    {
        try
        {
            RandomAccess.FlushToDisk(_file);
        }
        catch (IOException exception)
        {
            LogCheckpointFailed(_logger, exception.Message, "Look at the disk.");
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
