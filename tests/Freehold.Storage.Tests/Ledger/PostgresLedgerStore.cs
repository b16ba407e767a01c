using Freehold.Storage.Ledger;
using Freehold.Storage.Ledger.Postgres;
using Freehold.Storage.Postgres;
using Freehold.Storage.Tests.Postgres;

namespace Freehold.Storage.Tests.Ledger;

/// <summary>A ledger in a PostgreSQL database of its own.</summary>
internal sealed class PostgresLedgerStore : LedgerStore
{
    private PostgresDatabase _database = PostgresTest.OpenNew();

    public override ILedger Ledger => new PostgresLedger(_database, TimeProvider.System);

    public override void Reopen()
    {
        var connectionString = _database.ConnectionString;
        _database.Dispose();
        _database = PostgresDatabase.Open(connectionString);
    }

    public override void Run(string sql) => _database.Run(sql);

    public override void Dispose() => _database.Dispose();
}
