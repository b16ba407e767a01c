using Freehold.Contracts.Outcomes;
using Freehold.Storage.Postgres;
using Freehold.Storage.Transcripts.Stored;

namespace Freehold.Storage.Transcripts.Postgres;

/// <summary>Transcripts in PostgreSQL, put there by the outcome log's appends.</summary>
/// <param name="database">Where they are, with its schema up to date.</param>
/// <param name="time">The clock by which they expire and calls are tried again.</param>
public sealed class PostgresTranscriptStore(PostgresDatabase database, TimeProvider time) : ITranscriptStore
{
    private readonly PostgresCalls _calls =
        new("The store of transcripts", database, time, (message, cause) => new TranscriptStoreException(message, cause));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredTranscript>> ReadAsync(
        OutcomeLogId log, string workload, long afterSequence, int count, CancellationToken cancellationToken)
    {
        TranscriptRules.CheckRead(workload, afterSequence, count);
        return await _calls.RunAsync(
            async stop =>
            {
                await using var command = database.Command(
                    """
                    SELECT sequence, outcome_id, format, content FROM transcripts
                    WHERE tenant = $1 AND shard = $2 AND workload = $3 AND sequence > $4 AND expires > $5 ORDER BY sequence LIMIT $6
                    """,
                    log.Tenant.Value, log.Shard, workload, afterSequence, time.GetUtcNow().UtcDateTime, (long)count);
                await using var rows = await command.ExecuteReaderAsync(stop).ConfigureAwait(false);
                var read = new List<StoredTranscript>();
                while (await rows.ReadAsync(stop).ConfigureAwait(false))
                {
                    read.Add(TranscriptRules.Decode(
                        log, rows.GetInt64(0), rows.GetString(1), rows.GetInt16(2), rows.GetFieldValue<byte[]>(3)));
                }

                return read;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(OutcomeLogId log, string outcomeId, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(outcomeId);
        var count = await DeleteSomeAsync(
            "tenant = $1 AND shard = $2 AND outcome_id = $3", cancellationToken, log.Tenant.Value, log.Shard, outcomeId)
            .ConfigureAwait(false);
        return count > 0;
    }

    /// <inheritdoc/>
    public Task<int> DeleteWorkloadAsync(OutcomeLogId log, string workload, CancellationToken cancellationToken)
    {
        TranscriptRules.CheckWorkload(workload);
        return DeleteAllAsync("tenant = $1 AND shard = $2 AND workload = $3", cancellationToken, log.Tenant.Value, log.Shard, workload);
    }

    /// <inheritdoc/>
    public Task<int> SweepAsync(CancellationToken cancellationToken) =>
        DeleteAllAsync("expires <= $1", cancellationToken, time.GetUtcNow().UtcDateTime);

    private async Task<int> DeleteAllAsync(string what, CancellationToken cancellationToken, params object[] values)
    {
        int total = 0, done;
        do
        {
            done = await DeleteSomeAsync(what, cancellationToken, values).ConfigureAwait(false);
            total += done;
        }
        while (done == TranscriptBounds.MaxForgottenAtOnce);
        return total;
    }

    // Two silos may sweep at once; who finds fewer rows than it asked for, because the other has them, leaves the rest to it.
    private async Task<int> DeleteSomeAsync(string what, CancellationToken cancellationToken, params object[] values) => await _calls.RunAsync(
        async stop =>
        {
            await using var command = database.Command(
                $"""
                DELETE FROM transcripts WHERE (tenant, shard, workload, sequence) IN (
                  SELECT tenant, shard, workload, sequence FROM transcripts WHERE {what} LIMIT {TranscriptBounds.MaxForgottenAtOnce})
                """,
                values);
            return await command.ExecuteNonQueryAsync(stop).ConfigureAwait(false);
        },
        cancellationToken).ConfigureAwait(false);
}
