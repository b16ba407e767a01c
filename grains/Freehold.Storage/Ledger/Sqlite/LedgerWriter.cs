using Freehold.Contracts.Outcomes;
using Freehold.Storage.Ledger.Stored;
using Freehold.Storage.Sqlite;

namespace Freehold.Storage.Ledger.Sqlite;

/// <summary>The session that posts. For one thread at a time.</summary>
internal sealed class LedgerWriter : IDisposable
{
    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _checkpoint;
    private readonly SqliteStatement _first;
    private readonly SqliteStatement _next;
    private readonly SqliteStatement _post;

    public LedgerWriter(SqliteDatabase database)
    {
        _database = database;
        // NORMAL: a loss of power may take the last transactions, each as a whole; the log gives them again.
        database.Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
        LedgerSchema.Migrator.Apply(database);
        _checkpoint = database.Prepare("SELECT sequence FROM ledger_checkpoints WHERE tenant = ?1 AND shard = ?2");
        _first = database.Prepare("INSERT INTO ledger_checkpoints (tenant, shard, sequence) VALUES (?1, ?2, ?3)");
        _next = database.Prepare("UPDATE ledger_checkpoints SET sequence = ?3 WHERE tenant = ?1 AND shard = ?2");
        _post = database.Prepare(
            """
            INSERT INTO ledger_postings (tenant, shard, sequence, attempt, outcome_id, candidate, at_ms, day,
                                         prompt_tokens, completion_tokens, cost_micro_usd)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            """);
    }

    public long Checkpoint(OutcomeLogId log)
    {
        _checkpoint.Bind(1, log.Tenant.Value).Bind(2, log.Shard);
        var sequence = _checkpoint.Step() ? _checkpoint.Int64(0) : 0;
        _checkpoint.Reset();
        return sequence;
    }

    public PostResult Post(OutcomeLogId log, long fromSequence, long toSequence, IReadOnlyList<LedgerPosting> postings) =>
        _database.InOne(() =>
        {
            var stored = Checkpoint(log);
            if (stored != fromSequence)
                return new PostResult(Posted: false, stored);

            foreach (var posting in postings)
                Insert(log, posting);
            (stored == 0 ? _first : _next).Bind(1, log.Tenant.Value).Bind(2, log.Shard).Bind(3, toSequence).Run();
            return new PostResult(Posted: true, toSequence);
        });

    public void Dispose()
    {
        foreach (var statement in (SqliteStatement[])[_checkpoint, _first, _next, _post])
            statement.Dispose();
        _database.Dispose();
    }

    private void Insert(OutcomeLogId log, LedgerPosting posting) => _post
        .Bind(1, log.Tenant.Value).Bind(2, log.Shard).Bind(3, posting.Sequence).Bind(4, posting.Attempt)
        .Bind(5, posting.OutcomeId).Bind(6, posting.Candidate)
        .Bind(7, posting.At.ToUnixTimeMilliseconds()).Bind(8, LedgerSql.DayOf(posting.At))
        .Bind(9, posting.PromptTokens).Bind(10, posting.CompletionTokens).Bind(11, posting.CostMicroUsd)
        .Run();
}
