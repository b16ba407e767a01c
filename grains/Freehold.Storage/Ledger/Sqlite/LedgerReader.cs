using System.Text;
using Freehold.Contracts.Economics;
using Freehold.Contracts.Tenancy;
using Freehold.Storage.Ledger.Stored;
using Freehold.Storage.Sqlite;

namespace Freehold.Storage.Ledger.Sqlite;

/// <summary>The session that sums up, beside the one that posts. For one thread at a time.</summary>
internal sealed class LedgerReader : IDisposable
{
    private readonly SqliteDatabase _database;
    private readonly Dictionary<LedgerGrouping, SqliteStatement> _sums;

    public LedgerReader(SqliteDatabase database)
    {
        _database = database;
        _sums = Enum.GetValues<LedgerGrouping>().ToDictionary(by => by, by => database.Prepare(LedgerSql.Sums(by)));
    }

    public LedgerReport Sum(TenantId tenant, LedgerQuery query, CancellationToken cancellationToken)
    {
        var statement = _sums[query.By];
        var (from, to) = LedgerSql.RangeOf(query);
        statement.Bind(1, tenant.Value).Bind(2, from).Bind(3, to).Bind(4, LedgerQuery.MaxRows + 1);
        var rows = new List<LedgerRow>();
        var total = LedgerSums.Zero;
        try
        {
            while (statement.Step())
            {
                cancellationToken.ThrowIfCancellationRequested();
                var name = LedgerSql.NameOf(query.By, Encoding.UTF8.GetString(statement.Utf8(0)));
                rows.Add(new LedgerRow { Name = name, Sums = SumsAt(statement, 1) });
                total = SumsAt(statement, 5);
            }
        }
        finally
        {
            statement.Reset();
        }

        return LedgerSql.ToReport(rows, total);
    }

    public void Dispose()
    {
        foreach (var statement in _sums.Values)
            statement.Dispose();
        _database.Dispose();
    }

    private static LedgerSums SumsAt(SqliteStatement row, int column) => new()
    {
        Attempts = row.Int64(column),
        PromptTokens = row.Int64(column + 1),
        CompletionTokens = row.Int64(column + 2),
        CostMicroUsd = row.Int64(column + 3),
    };
}
