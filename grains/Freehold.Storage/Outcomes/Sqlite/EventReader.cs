using Freehold.Contracts.Outcomes;
using Freehold.Storage.Outcomes.Stored;
using Freehold.Storage.Sqlite;

namespace Freehold.Storage.Outcomes.Sqlite;

/// <summary>Reads events over a read-only connection of its own, beside the writer. For one thread at a time.</summary>
internal sealed class EventReader : IDisposable
{
    private const string OutcomesOfLog =
        "SELECT sequence, kind, format, payload FROM events " +
        "WHERE tenant = ?1 AND shard = ?2 AND sequence > ?3 AND sequence < ?4 AND kind = 1";

    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _events;
    private readonly SqliteStatement _oldestFirst;
    private readonly SqliteStatement _newestFirst;
    private readonly SqliteStatement _byId;
    private readonly SqliteStatement _feedback;

    public EventReader(string path, int busyTimeoutMs)
    {
        _database = SqliteDatabase.Open(path, readOnly: true, busyTimeoutMs);
        _events = _database.Prepare(
            """
            SELECT sequence, kind, format, payload FROM events
            WHERE tenant = ?1 AND shard = ?2 AND sequence > ?3 ORDER BY sequence LIMIT ?4
            """);
        _oldestFirst = _database.Prepare($"{OutcomesOfLog} ORDER BY sequence LIMIT ?5");
        _newestFirst = _database.Prepare($"{OutcomesOfLog} ORDER BY sequence DESC LIMIT ?5");
        _byId = _database.Prepare($"{OutcomesOfLog} AND id = ?5");
        _feedback = _database.Prepare(
            "SELECT sequence, kind, format, payload FROM events WHERE tenant = ?1 AND subject = ?2 ORDER BY rowid DESC LIMIT ?3");
    }

    public IReadOnlyList<LogEvent> Read(OutcomeLogId log, long afterSequence, int maxEvents, CancellationToken cancellationToken)
    {
        _events.Bind(1, log.Tenant.Value).Bind(2, log.Shard).Bind(3, afterSequence).Bind(4, maxEvents);
        return Rows(_events, log, cancellationToken);
    }

    /// <summary>One page, its outcomes and their feedback as of one moment.</summary>
    public OutcomePage Query(OutcomeLogId log, OutcomeQuery query, CancellationToken cancellationToken)
    {
        _database.Run("BEGIN");
        try
        {
            var rows = Rows(Select(log, query), log, cancellationToken);
            var outcomes = new LoggedOutcome[Math.Min(rows.Count, query.Limit)];
            for (var i = 0; i < outcomes.Length; i++)
                outcomes[i] = WithFeedback(rows[i], log, cancellationToken);
            return new OutcomePage { Outcomes = outcomes, HasMore = rows.Count > query.Limit };
        }
        finally
        {
            _database.Run("COMMIT");
        }
    }

    public void Dispose()
    {
        foreach (var statement in (SqliteStatement[])[_events, _oldestFirst, _newestFirst, _byId, _feedback])
            statement.Dispose();
        _database.Dispose();
    }

    private SqliteStatement Select(OutcomeLogId log, OutcomeQuery query)
    {
        var statement = query switch
        {
            { Id: { } id } => _byId.Bind(5, id),
            { After: not null } => _oldestFirst.Bind(5, query.Limit + 1),
            _ => _newestFirst.Bind(5, query.Limit + 1),
        };
        var before = query.After is null ? query.Before : null;
        return statement.Bind(1, log.Tenant.Value).Bind(2, log.Shard).Bind(3, query.After ?? 0).Bind(4, before ?? long.MaxValue);
    }

    private LoggedOutcome WithFeedback(LogEvent row, OutcomeLogId log, CancellationToken cancellationToken)
    {
        _feedback.Bind(1, log.Tenant.Value).Bind(2, row.Outcome!.Id).Bind(3, LoggedOutcome.MaxFeedback);
        var feedback = Rows(_feedback, log, cancellationToken);
        feedback.Reverse();
        return new LoggedOutcome
        {
            Sequence = row.Sequence,
            Outcome = row.Outcome,
            Feedback = feedback.Count == 0 ? [] : [.. feedback.Select(one => one.Feedback!)],
        };
    }

    private static List<LogEvent> Rows(SqliteStatement statement, OutcomeLogId log, CancellationToken cancellationToken)
    {
        var rows = new List<LogEvent>();
        try
        {
            while (statement.Step())
            {
                cancellationToken.ThrowIfCancellationRequested();
                rows.Add(StoredEvent.Decode(
                    log, statement.Int64(0), (EventKind)statement.Int64(1), statement.Int64(2), statement.Utf8(3)));
            }

            return rows;
        }
        finally
        {
            statement.Reset();
        }
    }
}
