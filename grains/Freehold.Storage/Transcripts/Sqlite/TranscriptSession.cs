using System.Text;
using Freehold.Contracts.Outcomes;
using Freehold.Storage.Outcomes.Sqlite;
using Freehold.Storage.Sqlite;
using Freehold.Storage.Transcripts.Stored;

namespace Freehold.Storage.Transcripts.Sqlite;

/// <summary>A connection with the transcripts: one that reads, or one that forgets. For one thread at a time.</summary>
internal sealed class TranscriptSession(SqliteDatabase database) : IDisposable
{
    private const string OfOutcome = "tenant = ?1 AND shard = ?2 AND outcome_id = ?3";
    private const string OfWorkload = "tenant = ?1 AND shard = ?2 AND workload = ?3";

    public static TranscriptSession ForReading(SqliteDatabase database) => new(database);

    public static TranscriptSession ForForgetting(SqliteDatabase database)
    {
        // secure_delete: what is forgotten is overwritten, and not only passed over. Checkpoints are the outcome log's own business.
        database.Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA wal_autocheckpoint = 0");
        OutcomeSchema.Migrator.Apply(database);
        return new TranscriptSession(database);
    }

    public IReadOnlyList<StoredTranscript> Read(OutcomeLogId log, string workload, long afterSequence, int count, DateTimeOffset now)
    {
        using var rows = database.Prepare(
            $"SELECT sequence, outcome_id, format, content FROM transcripts WHERE {OfWorkload} AND sequence > ?4 AND expires > ?5 "
            + "ORDER BY sequence LIMIT ?6");
        rows.Bind(1, log.Tenant.Value).Bind(2, log.Shard).Bind(3, workload).Bind(4, afterSequence)
            .Bind(5, now.ToUnixTimeMilliseconds()).Bind(6, count);
        var read = new List<StoredTranscript>();
        while (rows.Step())
            read.Add(TranscriptRules.Decode(log, rows.Int64(0), Encoding.UTF8.GetString(rows.Blob(1)), rows.Int64(2), rows.Blob(3)));
        return read;
    }

    public bool DeleteOutcome(OutcomeLogId log, string outcomeId) =>
        Delete(OfOutcome, one => one.Bind(1, log.Tenant.Value).Bind(2, log.Shard).Bind(3, outcomeId)) > 0;

    /// <summary>Forgets some of a workload, at most as many as one transaction may; fewer: it was all.</summary>
    public int DeleteSome(OutcomeLogId log, string workload) =>
        Delete(OfWorkload, some => some.Bind(1, log.Tenant.Value).Bind(2, log.Shard).Bind(3, workload));

    /// <summary>Forgets some of what is over its time, as <see cref="DeleteSome"/> does.</summary>
    public int SweepSome(DateTimeOffset now) => Delete("expires <= ?1", some => some.Bind(1, now.ToUnixTimeMilliseconds()));

    public void Dispose() => database.Dispose();

    private int Delete(string what, Action<SqliteStatement> bind) => database.InOne(() =>
    {
        using var delete = database.Prepare(
            "DELETE FROM transcripts WHERE rowid IN "
            + $"(SELECT rowid FROM transcripts WHERE {what} LIMIT {TranscriptBounds.MaxForgottenAtOnce})");
        bind(delete);
        delete.Run();
        return database.Changes;
    });
}
