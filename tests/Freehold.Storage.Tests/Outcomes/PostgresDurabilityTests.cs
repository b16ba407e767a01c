using Freehold.Contracts.Outcomes;
using Freehold.Storage.Outcomes;
using Freehold.Storage.Outcomes.Postgres;
using Freehold.Storage.Postgres;
using Freehold.Storage.Tests.Postgres;
using Npgsql;

namespace Freehold.Storage.Tests.Outcomes;

/// <summary>What the PostgreSQL log promises beyond the suite: bounds, refused rows, and what the table refuses.</summary>
public sealed class PostgresDurabilityTests
{
    private static readonly OutcomeLogId Acme = Events.LogOf("acme");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Closing_commits_what_waits()
    {
        using var store = new PostgresOutcomeStore();
        var appends = Enumerable.Range(0, 500).Select(i => Append(store, $"r{i}")).ToArray();

        store.Reopen();

        Assert.All(await Task.WhenAll(appends), result => Assert.False(result.WasThere));
        Assert.Equal(500, (await store.Log.ReadAsync(Acme, 0, 1_000, Stop)).Count);
    }

    [Fact]
    public async Task A_closed_log_says_so()
    {
        var store = new PostgresOutcomeStore();
        store.Dispose();

        var exception = await Assert.ThrowsAsync<ObjectDisposedException>(() => Append(store, "r1"));
        Assert.Equal(typeof(PostgresOutcomeLog).FullName, exception.ObjectName);
    }

    [Fact]
    public async Task A_row_that_the_database_refuses_does_not_harm_its_group()
    {
        using var store = new PostgresOutcomeStore();
        store.Database.Run(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused by the test'; END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON outcome_events FOR EACH ROW WHEN (NEW.id = 'bad') EXECUTE FUNCTION refuse();
            """);
        var appends = await WhileHeldAsync(store, () =>
            ((string[])["r2", "r3", "bad", "r4", "r5"]).Select(id => (id, Task: Append(store, id))).ToArray());

        foreach (var (id, task) in appends.Where(append => append.id != "bad"))
            Assert.Equal(long.Parse(id[1..]), (await task).Sequence);
        var failure = await Assert.ThrowsAsync<OutcomeLogException>(() => appends[2].Task);
        Assert.Contains("refused by the test", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_its_bound_the_log_refuses_and_what_it_took_is_logged()
    {
        var options = new PostgresOutcomeLogOptions { MaxPendingAppends = 10, MaxGroup = 3, CommandTimeoutMs = 600_000 };
        using var store = new PostgresOutcomeStore(options);
        var (taken, refusal) = await WhileHeldAsync(store, () =>
        {
            var appends = Enumerable.Range(2, options.MaxPendingAppends).Select(i => Append(store, $"r{i}")).ToArray();
            return (appends, Append(store, "one-too-many"));
        });

        Assert.Contains("10 appends", (await Assert.ThrowsAsync<OutcomeLogBusyException>(() => refusal)).Message, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(2, taken.Length).Select(i => (long)i), (await Task.WhenAll(taken)).Select(result => result.Sequence));
        Assert.Equal(12, (await Append(store, "room-again")).Sequence);
    }

    [Fact]
    public async Task An_append_cancelled_while_it_waits_is_not_logged()
    {
        using var store = new PostgresOutcomeStore(new PostgresOutcomeLogOptions { MaxGroup = 1, CommandTimeoutMs = 600_000 });
        using var cancellation = new CancellationTokenSource();
        var (first, cancelled) = await WhileHeldAsync(store, () =>
        {
            var appends = (Append(store, "r2"), store.Log.AppendAsync(Acme, Events.Outcome("r3"), cancellation.Token).AsTask());
            cancellation.Cancel();
            return appends;
        });

        Assert.Equal(2, (await first).Sequence);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(3, (await Append(store, "r4")).Sequence);
    }

    [Theory]
    [InlineData("UPDATE outcome_events SET at = now()")]
    [InlineData("DELETE FROM outcome_events")]
    [InlineData("TRUNCATE outcome_events")]
    public async Task The_table_itself_refuses_changes(string sql)
    {
        using var store = new PostgresOutcomeStore();
        await Append(store, "r1");

        var refusal = Assert.Throws<PostgresException>(() => store.Database.Run(sql));

        Assert.Contains("append-only", refusal.Message, StringComparison.Ordinal);
        Assert.Single(await store.Log.ReadAsync(Acme, 0, 10, Stop));
    }

    [Fact]
    public async Task A_row_of_format_1_is_read_and_one_that_cannot_be_is_named()
    {
        using var store = new PostgresOutcomeStore();
        using (var insert = store.Database.DataSource.CreateCommand(
            "INSERT INTO outcome_events VALUES ('acme', 0, 1, 1, 'chatcmpl-1', NULL, now(), 1, $1), ('acme', 0, 2, 1, 'x', NULL, now(), 1, '{}')"))
        {
            insert.Parameters.Add(new NpgsqlParameter { Value = Golden.OutcomeFormat1 });
            insert.ExecuteNonQuery();
        }

        Assert.Equivalent(Golden.Outcome, Assert.Single(await store.Log.ReadAsync(Acme, 0, 1, Stop)).Outcome, strict: true);
        var exception = await Assert.ThrowsAsync<OutcomeLogException>(async () => await store.Log.ReadAsync(Acme, 1, 1, Stop));
        Assert.Contains("Event 2 of the log 'acme/0'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plans_made_while_the_table_was_small_still_use_its_indexes_when_it_has_grown()
    {
        const int appends = 600, maxScans = 10; // of the whole table, while its indexes are made
        string connectionString;
        using (var store = new PostgresOutcomeStore(new PostgresOutcomeLogOptions { MaxGroup = 8 }))
        {
            connectionString = store.Database.ConnectionString;
            await Task.WhenAll(Enumerable.Range(0, appends).Select(i => Append(store, $"r{i}")));
        }

        // A session's counts are there once it has ended, and it ends a little after its connection.
        using var database = PostgresDatabase.Open(connectionString);
        while (database.Scalar<long>("SELECT n_tup_ins FROM pg_stat_user_tables WHERE relname = 'outcome_events'") < appends)
            Stop.ThrowIfCancellationRequested();
        Assert.InRange(database.Scalar<long>("SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'outcome_events'"), 0, maxScans);
    }

    /// <summary>Appends r1, then holds the log's head, so that what <paramref name="append"/> appends waits until it returns.</summary>
    private static async Task<T> WhileHeldAsync<T>(PostgresOutcomeStore store, Func<T> append)
    {
        await Append(store, "r1");
        await using var connection = await store.Database.DataSource.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await using var hold = new NpgsqlCommand("SELECT FROM outcome_logs FOR UPDATE", connection);
        await hold.ExecuteNonQueryAsync(Stop);
        var appended = append();
        await transaction.RollbackAsync(Stop);
        return appended;
    }

    private static Task<AppendResult> Append(PostgresOutcomeStore store, string id)
    {
        try
        {
            return store.Log.AppendAsync(Acme, Events.Outcome(id), Stop).AsTask();
        }
        catch (Exception exception)
        {
            return Task.FromException<AppendResult>(exception);
        }
    }
}
