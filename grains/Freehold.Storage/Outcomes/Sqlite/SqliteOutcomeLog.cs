using Freehold.Contracts.Outcomes;
using Freehold.Storage.Outcomes.Stored;
using Freehold.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace Freehold.Storage.Outcomes.Sqlite;

/// <summary>The outcome log in one SQLite file of the data folder: one writer with group commit, a few readers beside it.</summary>
/// <remarks>
/// An event is encoded on its caller's thread, so that the writer only binds and steps, and a bad event fails before it meets others.
/// </remarks>
public sealed class SqliteOutcomeLog : IOutcomeLog, IDisposable
{
    private readonly GroupCommitter _committer;
    private readonly ReaderPool _readers;
    private bool _disposed;

    private SqliteOutcomeLog(GroupCommitter committer, ReaderPool readers)
    {
        _committer = committer;
        _readers = readers;
    }

    /// <summary>Opens the log of a data folder; makes it where it is missing, and brings an older schema up to date.</summary>
    /// <exception cref="OutcomeLogException">It cannot be opened, is not ours, or is a newer version's; one line says which.</exception>
    public static SqliteOutcomeLog Open(DataFolder folder, SqliteOutcomeLogOptions options, ILogger<SqliteOutcomeLog> logger)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        GroupCommitter? committer = null;
        try
        {
            committer = new GroupCommitter(folder.OutcomesPath, options, logger);
            return new SqliteOutcomeLog(committer, new ReaderPool(folder.OutcomesPath, options));
        }
        catch (Exception exception) when (exception is SqliteFailure or SchemaException)
        {
            committer?.Dispose();
            var remedy = (exception as SqliteFailure)?.Remedy;
            throw new OutcomeLogException($"The outcome log cannot be opened: {exception.Message} {remedy}".TrimEnd(), exception);
        }
    }

    /// <inheritdoc/>
    public ValueTask<AppendResult> AppendAsync(OutcomeLogId log, Outcome outcome, CancellationToken cancellationToken) =>
        new(_committer.AppendAsync(PendingAppend.Of(log, outcome, cancellationToken)));

    /// <inheritdoc/>
    public async ValueTask<AppendResult?> AppendFeedbackAsync(OutcomeLogId log, Feedback feedback, CancellationToken cancellationToken)
    {
        var result = await _committer.AppendAsync(PendingAppend.Of(log, feedback, cancellationToken)).ConfigureAwait(false);
        return result == PendingAppend.NoSuchOutcome ? null : result;
    }

    /// <inheritdoc/>
    public ValueTask<OutcomePage> QueryAsync(OutcomeLogId log, OutcomeQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        EventRules.Check(query);
        return new ValueTask<OutcomePage>(_readers.ReadAsync(reader => reader.Query(log, query, cancellationToken), cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LogEvent>> ReadAsync(
        OutcomeLogId log, long afterSequence, int maxEvents, CancellationToken cancellationToken)
    {
        EventRules.CheckRead(afterSequence, maxEvents);
        return new ValueTask<IReadOnlyList<LogEvent>>(
            _readers.ReadAsync(reader => reader.Read(log, afterSequence, maxEvents, cancellationToken), cancellationToken));
    }

    /// <summary>Commits every append that waits, ends the reads that wait, and closes the file.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;

        _readers.Dispose();
        _committer.Dispose();
    }
}
