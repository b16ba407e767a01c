using Freehold.Storage.Ledger;
using Freehold.Storage.Ledger.Sqlite;
using Freehold.Storage.Sqlite;
using Freehold.Testing;

namespace Freehold.Storage.Tests.Ledger;

/// <summary>A SQLite ledger in a folder of its own.</summary>
internal sealed class SqliteLedgerStore : LedgerStore
{
    private readonly TempFolder _temp = new();
    private DataFolder _folder;
    private SqliteLedger _ledger;

    public SqliteLedgerStore()
    {
        _folder = DataFolder.Open(_temp["data"]);
        _ledger = SqliteLedger.Open(_folder);
    }

    public override ILedger Ledger => _ledger;

    public override void Reopen()
    {
        Close();
        _folder = DataFolder.Open(_temp["data"]);
        _ledger = SqliteLedger.Open(_folder);
    }

    public override void Run(string sql)
    {
        using var database = SqliteDatabase.Open(_folder.LedgerPath, readOnly: false, busyTimeoutMs: 5_000);
        database.Run(sql);
    }

    public override void Dispose()
    {
        Close();
        _temp.Dispose();
    }

    private void Close()
    {
        _ledger.Dispose();
        _folder.Dispose();
    }
}
