using Freehold.Storage.Ledger;
using Freehold.Storage.Ledger.Sqlite;
using Freehold.Storage.Sqlite;
using Freehold.Testing;

namespace Freehold.Storage.Tests.Ledger;

/// <summary>What the file of the SQLite ledger refuses beyond the suite.</summary>
public sealed class SqliteLedgerFileTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("INSERT OR REPLACE INTO ledger_postings SELECT tenant, shard, sequence, attempt, 'x', candidate, at_ms, day, 0, 0, 0 FROM ledger_postings")]
    [InlineData("INSERT OR REPLACE INTO ledger_checkpoints VALUES ('acme', 0, 1)")]
    public async Task A_row_is_not_replaced_either(string sql)
    {
        using var store = new SqliteLedgerStore();
        await store.Ledger.PostAsync(Contracts.Outcomes.OutcomeLogId.Parse("acme/0"), 0, 3, [Postings.Of(1)], Stop);

        Assert.Contains("ledger", Assert.Throws<SqliteFailure>(() => store.Run(sql)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_schema_is_refused_in_one_line()
    {
        using var temp = new TempFolder();
        using var folder = DataFolder.Open(temp.FullPath);
        SqliteLedger.Open(folder).Dispose();
        using (var database = SqliteDatabase.Open(folder.LedgerPath, readOnly: false, busyTimeoutMs: 0))
            database.Run("PRAGMA user_version = 99");

        var message = Assert.Throws<LedgerException>(() => SqliteLedger.Open(folder)).Message;

        Assert.Contains("version 99", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public async Task A_closed_ledger_says_so()
    {
        var store = new SqliteLedgerStore();
        store.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(
            async () => await store.Ledger.GetCheckpointAsync(Contracts.Outcomes.OutcomeLogId.Parse("acme/0"), Stop));
    }
}
