using Freehold.Storage.Outcomes.Stored;
using Freehold.Storage.Sqlite;
using Freehold.Storage.Threads;
using Microsoft.Extensions.Logging;

namespace Freehold.Storage.Outcomes.Sqlite;

/// <summary>
/// The one writer: a thread of its own that takes everything waiting, commits it as one transaction, and tells the callers. While one group
/// is on its way to the disk the next one gathers, so groups grow with the load and a lone append waits for nobody.
/// </summary>
internal sealed partial class GroupCommitter : IDisposable
{
    private readonly WorkQueue<PendingAppend> _queue;
    private readonly SqliteOutcomeLogOptions _options;
    private readonly SqliteDatabase _database;
    private readonly EventWriter _writer;
    private readonly WalKeeper _walKeeper;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private bool _isFailing;

    public GroupCommitter(string path, SqliteOutcomeLogOptions options, ILogger logger)
    {
        _options = options;
        _logger = logger;
        _queue = new WorkQueue<PendingAppend>(typeof(SqliteOutcomeLog), options.MaxPendingAppends, options.MaxPendingBytes);
        _database = SqliteDatabase.Open(path, readOnly: false, options.BusyTimeoutMs);
        try
        {
            _database.Run("PRAGMA journal_mode = WAL");
            OutcomeSchema.Migrator.Apply(_database);
            _writer = new EventWriter(_database, options);
            _walKeeper = new WalKeeper(_database, options, logger);
        }
        catch
        {
            _database.Dispose();
            throw;
        }

        _thread = new Thread(Run) { IsBackground = true, Name = "freehold-outcomes-writer" };
        _thread.UnsafeStart();
    }

    /// <summary>Hands an append over; its task completes once it is on disk.</summary>
    public Task<AppendResult> AppendAsync(PendingAppend append)
    {
        if (!_queue.TryAdd(append, append.Bytes))
        {
            append.Payload.Return();
            throw new OutcomeLogBusyException(
                $"The outcome log '{_database.Path}' has {_options.MaxPendingAppends} appends or {_options.MaxPendingBytes} bytes " +
                "waiting, its bound: the disk is slower than the load. Try again later; if it goes on, use a faster disk.");
        }

        return append.Task;
    }

    /// <summary>Commits what waits, then closes the database.</summary>
    public void Dispose()
    {
        _queue.Close();
        _thread.Join();
        _walKeeper.Dispose();
        _writer.Dispose();
        _database.Dispose();
        _walKeeper.ReleaseFile();
    }

    private void Run()
    {
        var batch = new PendingAppend[_options.MaxGroup];
        int count;
        while ((count = _queue.Take(batch)) > 0)
        {
            var group = batch.AsSpan(0, count);
            Commit(group);
            group.Clear();
        }
    }

    private void Commit(ReadOnlySpan<PendingAppend> group)
    {
        OutcomeLogException? fault = null;
        try
        {
            _writer.Begin();
            foreach (var append in group)
                Stage(append);
            _writer.Commit();
        }
        catch (Exception exception)
        {
            // Whatever it is, this thread must live on: without it nothing is ever logged again.
            fault = Abandon(exception);
        }

        NoteHealth(fault);
        foreach (var append in group)
            append.Settle(append.Staged, append.Fault ?? fault);
        if (fault is null)
            _walKeeper.AfterCommit();
    }

    private void Stage(PendingAppend append)
    {
        append.IsDropped = append.CancellationToken.IsCancellationRequested;
        if (append.IsDropped)
            return;

        try
        {
            append.Staged = _writer.Stage(append);
        }
        catch (SqliteFailure failure) when (failure.IsOfOneRow && _database.InTransaction)
        {
            _writer.Forget(append.Log);
            append.Fault = Describe(failure, $"The outcome log refused the event '{append.Id}' of '{append.Log}'");
        }
    }

    private OutcomeLogException Abandon(Exception exception)
    {
        try
        {
            _writer.Abandon();
        }
        catch (SqliteFailure)
        {
            // The next BEGIN fails then, and comes here again.
        }

        return Describe(exception, "The outcome log could not commit a group of appends; none of them is in it");
    }

    private static OutcomeLogException Describe(Exception exception, string what) => exception is SqliteFailure failure
        ? new OutcomeLogException($"{what}: {failure.Message} {failure.Remedy}", failure)
        : new OutcomeLogException($"{what}: {exception.Message}", exception);

    // One line when it starts to fail and one when it works again: a full disk must not fill itself with log lines.
    private void NoteHealth(OutcomeLogException? fault)
    {
        if (fault is not null && !_isFailing)
            LogFailing(_logger, fault.Message);
        else if (fault is null && _isFailing)
            LogRecovered(_logger);
        _isFailing = fault is not null;
    }

    [LoggerMessage(1, LogLevel.Error, "{Fault}")]
    private static partial void LogFailing(ILogger logger, string fault);

    [LoggerMessage(2, LogLevel.Information, "The outcome log commits appends again.")]
    private static partial void LogRecovered(ILogger logger);
}
