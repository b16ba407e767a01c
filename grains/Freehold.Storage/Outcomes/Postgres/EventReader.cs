using Freehold.Contracts.Outcomes;
using Freehold.Storage.Outcomes.Stored;
using Freehold.Storage.Postgres;
using Npgsql;

namespace Freehold.Storage.Outcomes.Postgres;

/// <summary>Reads events. A read that meets a restart of the server is repeated, as appends are.</summary>
internal sealed class EventReader(PostgresDatabase database, PostgresOutcomeLogOptions options, TimeProvider time)
{
    private const string Events =
        """
        SELECT sequence, kind, format, payload FROM outcome_events
        WHERE tenant = $1 AND shard = $2 AND sequence > $3 ORDER BY sequence LIMIT $4
        """;

    private readonly ReadSlots _slots = new(database.Name, options);
    private volatile bool _isClosed;

    public Task<List<LogEvent>> ReadAsync(OutcomeLogId log, long afterSequence, int maxEvents, CancellationToken cancellationToken) =>
        RunAsync(Events, [log.Tenant.Value, log.Shard, afterSequence, (long)maxEvents], log, cancellationToken);

    /// <summary>One page, its outcomes and their feedback as of one moment: one statement reads from one snapshot.</summary>
    public async Task<OutcomePage> QueryAsync(OutcomeLogId log, OutcomeQuery query, CancellationToken cancellationToken)
    {
        var rows = await RunAsync(PageSql.For(query), PageSql.Parameters(log, query), log, cancellationToken).ConfigureAwait(false);
        var outcomes = new List<LoggedOutcome>();
        for (var i = 0; i < rows.Count;)
        {
            var row = rows[i++];
            var first = i;
            while (i < rows.Count && rows[i].Feedback is not null)
                i++;
            outcomes.Add(new LoggedOutcome
            {
                Sequence = row.Sequence,
                Outcome = row.Outcome!,
                Feedback = first == i ? [] : [.. rows[first..i].Select(one => one.Feedback!)],
            });
        }

        var hasMore = outcomes.Count > query.Limit;
        return new OutcomePage { Outcomes = [.. outcomes.Take(query.Limit)], HasMore = hasMore };
    }

    /// <summary>New reads are refused; those that wait for the server to come back fail.</summary>
    public void Close() => _isClosed = true;

    private async Task<List<LogEvent>> RunAsync(string sql, object[] parameters, OutcomeLogId log, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isClosed, typeof(PostgresOutcomeLog));
        await _slots.TakeAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await RepeatAsync(() => RowsAsync(sql, parameters, log, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task<T> RepeatAsync<T>(Func<Task<T>> read, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var delay = new RetryDelay(time);
        while (true)
        {
            try
            {
                return await read().ConfigureAwait(false);
            }
            catch (Exception exception) when (PostgresFaults.IsTransient(exception) && !_isClosed
                && time.GetElapsedTime(started).TotalMilliseconds < options.RetryForMs)
            {
                await delay.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                throw new OutcomeLogException(
                    $"The outcome log in the {database.Name} cannot be read: {PostgresFaults.Words(exception)} {PostgresFaults.Remedy(exception)}",
                    exception);
            }
        }
    }

    private async Task<List<LogEvent>> RowsAsync(string sql, object[] parameters, OutcomeLogId log, CancellationToken cancellationToken)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        command.CommandTimeout = (options.CommandTimeoutMs + 999) / 1000;
        foreach (var parameter in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        var rows = new List<LogEvent>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var payload = reader.GetFieldValue<byte[]>(3);
            rows.Add(StoredEvent.Decode(log, reader.GetInt64(0), (EventKind)reader.GetInt16(1), reader.GetInt16(2), payload));
        }

        return rows;
    }
}
