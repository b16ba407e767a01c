using Freehold.Contracts.Outcomes;
using Freehold.Storage.Sqlite;
using Freehold.Storage.Transcripts.Stored;

namespace Freehold.Storage.Transcripts.Sqlite;

/// <summary>
/// Transcripts in the outcome log's SQLite file, whose writer puts them in. One connection here reads, one forgets, in transactions so
/// short that appends hardly wait for them.
/// </summary>
public sealed class SqliteTranscriptStore : ITranscriptStore, IDisposable
{
    /// <summary>Most calls that wait for either connection.</summary>
    public const int MaxWaiting = 1_000;

    private readonly SqliteLane<TranscriptSession> _writer;
    private readonly SqliteLane<TranscriptSession> _reader;
    private readonly TimeProvider _time;

    private SqliteTranscriptStore(string path, TimeProvider time)
    {
        _time = time;
        _writer = Lane(path);
        _reader = Lane(path);
        try
        {
            _writer.Start(readOnly: false, TranscriptSession.ForForgetting);
            _reader.Start(readOnly: true, TranscriptSession.ForReading);
        }
        catch
        {
            _writer.Dispose();
            throw;
        }
    }

    /// <summary>Opens the transcripts of a data folder.</summary>
    /// <remarks>Close it before the outcome log: that one's last connection tidies the file up.</remarks>
    /// <exception cref="TranscriptStoreException">They cannot be opened, are not ours, or are a newer version's; one line says which.</exception>
    public static SqliteTranscriptStore Open(DataFolder folder, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(time);
        try
        {
            return new SqliteTranscriptStore(folder.OutcomesPath, time);
        }
        catch (Exception exception) when (exception is SqliteFailure or SchemaException)
        {
            var remedy = (exception as SqliteFailure)?.Remedy;
            throw new TranscriptStoreException($"The transcripts cannot be opened: {exception.Message} {remedy}".TrimEnd(), exception);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredTranscript>> ReadAsync(
        OutcomeLogId log, string workload, long afterSequence, int count, CancellationToken cancellationToken)
    {
        TranscriptRules.CheckRead(workload, afterSequence, count);
        var now = _time.GetUtcNow();
        return _reader.RunAsync(session => session.Read(log, workload, afterSequence, count, now), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(OutcomeLogId log, string outcomeId, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(outcomeId);
        return _writer.RunAsync(session => session.DeleteOutcome(log, outcomeId), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<int> DeleteWorkloadAsync(OutcomeLogId log, string workload, CancellationToken cancellationToken)
    {
        TranscriptRules.CheckWorkload(workload);
        return RepeatAsync(session => session.DeleteSome(log, workload), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        return RepeatAsync(session => session.SweepSome(now), cancellationToken);
    }

    /// <summary>Does what waits, and closes its connections.</summary>
    public void Dispose()
    {
        _reader.Dispose();
        _writer.Dispose();
    }

    // Each part is a transaction of its own, and appends come in between.
    private async Task<int> RepeatAsync(Func<TranscriptSession, int> part, CancellationToken cancellationToken)
    {
        int total = 0, done;
        do
        {
            done = await _writer.RunAsync(part, cancellationToken).ConfigureAwait(false);
            total += done;
        }
        while (done == TranscriptBounds.MaxForgottenAtOnce);
        return total;
    }

    private static SqliteLane<TranscriptSession> Lane(string path) => new(
        "store of transcripts", typeof(SqliteTranscriptStore), path, MaxWaiting,
        (message, cause) => new TranscriptStoreException(message, cause));
}
