using Freehold.Contracts.Outcomes;
using Freehold.Storage.Sqlite;
using Freehold.Storage.Transcripts.Stored;

namespace Freehold.Storage.Transcripts.Sqlite;

/// <summary>Puts transcripts into the open transaction of their outcomes. For the outcome log's writer thread only.</summary>
internal sealed class TranscriptWriter(SqliteDatabase database, int maxPerWorkload) : IDisposable
{
    private readonly SqliteStatement _last = database.Prepare(
        "SELECT max(ordinal) FROM transcripts WHERE tenant = ?1 AND shard = ?2 AND workload = ?3");

    private readonly SqliteStatement _insert = database.Prepare(
        """
        INSERT INTO transcripts (tenant, shard, workload, sequence, ordinal, outcome_id, expires, format, content)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING
        """);

    private readonly SqliteStatement _trim = database.Prepare(
        "DELETE FROM transcripts WHERE tenant = ?1 AND shard = ?2 AND workload = ?3 AND ordinal <= ?4");

    public void Stage(OutcomeLogId log, long sequence, string outcomeId, PendingTranscript transcript)
    {
        var ordinal = Last(log, transcript.Workload) + 1;
        _insert.Bind(1, log.Tenant.Value).Bind(2, log.Shard).Bind(3, transcript.Workload).Bind(4, sequence).Bind(5, ordinal)
            .Bind(6, outcomeId).Bind(7, transcript.ExpiresAt.ToUnixTimeMilliseconds()).Bind(8, TranscriptCodec.CurrentFormat)
            .BindBlob(9, transcript.Content).Run();
        if (ordinal > maxPerWorkload)
        {
            _trim.Bind(1, log.Tenant.Value).Bind(2, log.Shard).Bind(3, transcript.Workload)
                .Bind(4, ordinal - maxPerWorkload).Run();
        }
    }

    public void Dispose()
    {
        foreach (var statement in (SqliteStatement[])[_last, _insert, _trim])
            statement.Dispose();
    }

    private long Last(OutcomeLogId log, string workload)
    {
        // Always one row: of nothing, the greatest is NULL, which reads as 0.
        _last.Bind(1, log.Tenant.Value).Bind(2, log.Shard).Bind(3, workload).Step();
        var last = _last.Int64(0);
        _last.Reset();
        return last;
    }
}
