using Freehold.Contracts.Economics;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Tenancy;
using Freehold.Storage.Ledger.Stored;
using Freehold.Storage.Postgres;
using Npgsql;

namespace Freehold.Storage.Ledger.Postgres;

/// <summary>The ledger in PostgreSQL: one round trip a call.</summary>
/// <param name="database">Where it is, with its schema up to date.</param>
/// <param name="time">The clock by which calls are tried again.</param>
public sealed class PostgresLedger(PostgresDatabase database, TimeProvider time) : ILedger
{
    private readonly PostgresCalls _calls = new("The ledger", database, time, (message, cause) => new LedgerException(message, cause));

    /// <inheritdoc/>
    public ValueTask<long> GetCheckpointAsync(OutcomeLogId log, CancellationToken cancellationToken) => _calls.RunAsync(
        async stop =>
        {
            await using var command = database.Command("SELECT sequence FROM ledger_checkpoints WHERE tenant = $1 AND shard = $2", log.Tenant.Value, log.Shard);
            return await command.ExecuteScalarAsync(stop).ConfigureAwait(false) as long? ?? 0;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<PostResult> PostAsync(
        OutcomeLogId log, long fromSequence, long toSequence, IReadOnlyList<LedgerPosting> postings, CancellationToken cancellationToken)
    {
        LedgerRules.Check(fromSequence, toSequence, postings);
        return _calls.RunAsync(stop => PostOnceAsync(log, fromSequence, toSequence, postings, stop), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<LedgerReport> SumAsync(TenantId tenant, LedgerQuery query, CancellationToken cancellationToken)
    {
        LedgerRules.Check(query);
        return _calls.RunAsync(stop => SumOnceAsync(tenant, query, stop), cancellationToken);
    }

    private async Task<PostResult> PostOnceAsync(
        OutcomeLogId log, long fromSequence, long toSequence, IReadOnlyList<LedgerPosting> postings, CancellationToken cancellationToken)
    {
        await using var command = database.Command(
            "SELECT posted, checkpoint FROM freehold_post_ledger($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            log.Tenant.Value,
            log.Shard,
            fromSequence,
            toSequence,
            Column(postings, posting => posting.Sequence),
            Column(postings, posting => posting.Attempt),
            Column(postings, posting => posting.OutcomeId),
            Column(postings, posting => posting.Candidate),
            Column(postings, posting => posting.At.ToUnixTimeMilliseconds()),
            Column(postings, posting => LedgerSql.DayOf(posting.At)),
            Column(postings, posting => posting.PromptTokens),
            Column(postings, posting => posting.CompletionTokens),
            Column(postings, posting => posting.CostMicroUsd));
        await using var row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await row.ReadAsync(cancellationToken).ConfigureAwait(false);
        return new PostResult(row.GetBoolean(0), row.GetInt64(1));
    }

    private async Task<LedgerReport> SumOnceAsync(TenantId tenant, LedgerQuery query, CancellationToken cancellationToken)
    {
        var (from, to) = LedgerSql.RangeOf(query);
        await using var command = database.Command(LedgerSql.Sums(query.By), tenant.Value, from, to, LedgerQuery.MaxRows + 1);
        await using var row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var rows = new List<LedgerRow>();
        var total = LedgerSums.Zero;
        while (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(new LedgerRow { Name = LedgerSql.NameOf(query.By, row.GetString(0)), Sums = SumsAt(row, 1) });
            total = SumsAt(row, 5);
        }

        return LedgerSql.ToReport(rows, total);
    }

    private static LedgerSums SumsAt(NpgsqlDataReader row, int column) => new()
    {
        Attempts = row.GetInt64(column),
        PromptTokens = row.GetInt64(column + 1),
        CompletionTokens = row.GetInt64(column + 2),
        CostMicroUsd = row.GetInt64(column + 3),
    };

    private static T[] Column<T>(IReadOnlyList<LedgerPosting> postings, Func<LedgerPosting, T> value) => [.. postings.Select(value)];
}
