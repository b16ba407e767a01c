using Freehold.Contracts.Outcomes;
using Freehold.Storage.Outcomes;
using Freehold.Storage.Outcomes.Sqlite;
using Freehold.Storage.Sqlite;
using Freehold.Testing;

namespace Freehold.Storage.Tests.Outcomes;

/// <summary>What the SQLite log promises beyond the suite: crashes, failing disks, and what the file refuses.</summary>
public sealed class SqliteDurabilityTests
{
    private static readonly OutcomeLogId Acme = Events.LogOf("acme");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(4_096)] // everything is in the write-ahead log only
    [InlineData(64)] // and here parts of it were moved into the database meanwhile
    public async Task What_a_crash_leaves_behind_recovers_to_every_finished_append(int checkpointPages)
    {
        const int appends = 300;
        using var store = new SqliteOutcomeStore(new SqliteOutcomeLogOptions { CheckpointPages = checkpointPages, MaxGroup = 8 });
        await Task.WhenAll(Enumerable.Range(0, appends).Select(i => Log(store, $"r{i}")));

        // The database and its log as they are on disk, without the shared memory and without a closing of any kind: what a kill leaves.
        using var crashed = new TempFolder();
        foreach (var suffix in (string[])["", "-wal"])
            File.Copy(store.Path + suffix, crashed["outcomes.db" + suffix]);
        using var folder = DataFolder.Open(crashed.FullPath);
        using var recovered = SqliteOutcomeStore.Open(folder);

        Assert.Equal(appends, (await recovered.ReadAsync(Acme, 0, 1_000, Stop)).Count);
        Assert.Equal(appends + 1, (await recovered.AppendAsync(Acme, Events.Outcome("next"), Stop)).Sequence);
    }

    [Fact]
    public async Task The_write_ahead_log_is_started_over_while_appends_go_on()
    {
        const int maxAppends = 5_000, eventBytes = 20_000;
        using var store = new SqliteOutcomeStore(new SqliteOutcomeLogOptions { CheckpointPages = 64 });
        var decision = new string('x', eventBytes);
        var appended = 0;
        bool wasStartedOver;
        do
        {
            await store.Log.AppendAsync(Acme, Events.Outcome($"r{appended++}", decision: decision), Stop);
            wasStartedOver = appended * (long)eventBytes > 4 * new FileInfo(store.Path + "-wal").Length;
        }
        while (!wasStartedOver && appended < maxAppends);

        Assert.True(wasStartedOver, "The write-ahead log only grows.");
    }

    [Fact]
    public async Task Closing_commits_what_waits()
    {
        using var store = new SqliteOutcomeStore();
        var appends = Enumerable.Range(0, 500).Select(i => Log(store, $"r{i}")).ToArray();

        store.Reopen();

        Assert.All(await Task.WhenAll(appends), result => Assert.False(result.WasThere));
        Assert.Equal(500, (await store.Log.ReadAsync(Acme, 0, 1_000, Stop)).Count);
    }

    [Fact]
    public async Task A_closed_log_says_so()
    {
        using var store = new SqliteOutcomeStore();
        store.Close();

        var exception = await Assert.ThrowsAsync<ObjectDisposedException>(() => Log(store, "r1"));
        Assert.Equal(typeof(SqliteOutcomeLog).FullName, exception.ObjectName);
    }

    [Fact]
    public async Task A_full_disk_fails_appends_with_a_remedy_and_leaves_no_hole()
    {
        using var store = new SqliteOutcomeStore(new SqliteOutcomeLogOptions { MaxFileMebibytes = 1 });
        var large = new string('x', 100_000);
        var stored = 0;
        Exception? full = null;
        while (full is null)
        {
            Assert.True(stored < 11, "11 events of 100 kB do not fit into 1 MiB.");
            full = await Record.ExceptionAsync(
                async () => await store.Log.AppendAsync(Acme, Events.Outcome($"r{stored}", decision: large), Stop));
            stored += full is null ? 1 : 0;
        }

        Assert.Contains("Free some space", Assert.IsType<OutcomeLogException>(full).Message, StringComparison.Ordinal);
        Assert.True(stored > 0);

        var small = await Log(store, "small");
        Assert.Equal(new AppendResult(stored + 1, WasThere: false), small);
        var sequences = (await store.Log.ReadAsync(Acme, 0, 1_000, Stop)).Select(e => e.Sequence);
        Assert.Equal(Enumerable.Range(1, stored + 1).Select(i => (long)i), sequences);
    }

    [Fact]
    public async Task A_failed_commit_fails_its_group_only_and_the_log_goes_on()
    {
        using var store = new SqliteOutcomeStore(new SqliteOutcomeLogOptions { BusyTimeoutMs = 0 });
        await Log(store, "r1");
        using (var other = SqliteDatabase.Open(store.Path, readOnly: false, busyTimeoutMs: 5_000))
        {
            other.Run("BEGIN IMMEDIATE");
            var failure = await Assert.ThrowsAsync<OutcomeLogException>(() => Log(store, "r2"));
            Assert.Contains("close it", failure.Message, StringComparison.Ordinal);
            other.Run("ROLLBACK");
        }

        Assert.Equal(new AppendResult(2, WasThere: false), await Log(store, "r2"));
    }

    [Fact]
    public async Task A_row_that_the_database_refuses_does_not_harm_its_group()
    {
        using var store = new SqliteOutcomeStore();
        using var other = SqliteDatabase.Open(store.Path, readOnly: false, busyTimeoutMs: 5_000);
        other.Run(
            "CREATE TRIGGER refuse BEFORE INSERT ON events WHEN NEW.id = 'bad' BEGIN SELECT RAISE(ABORT, 'refused by the test'); END");

        // The lock makes them wait together, so that most of them are one group.
        other.Run("BEGIN IMMEDIATE");
        var appends = ((string[])["r1", "r2", "bad", "r3", "r4"]).Select(id => (id, Task: Log(store, id))).ToArray();
        other.Run("ROLLBACK");

        foreach (var (id, task) in appends.Where(append => append.id != "bad"))
            Assert.Equal(long.Parse(id[1..]), (await task).Sequence);
        var failure = await Assert.ThrowsAsync<OutcomeLogException>(() => appends[2].Task);
        Assert.Contains("'bad'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_its_bound_the_log_refuses_and_what_it_took_is_logged()
    {
        var options = new SqliteOutcomeLogOptions { MaxPendingAppends = 10, MaxGroup = 2, BusyTimeoutMs = 60_000 };
        using var store = new SqliteOutcomeStore(options);
        using var other = SqliteDatabase.Open(store.Path, readOnly: false, busyTimeoutMs: 5_000);
        other.Run("BEGIN IMMEDIATE");
        var taken = new List<Task<AppendResult>>();
        OutcomeLogBusyException? busy = null;
        while (busy is null)
        {
            Assert.True(taken.Count <= options.MaxPendingAppends + options.MaxGroup, "The queue grows over its bound.");
            var append = Log(store, $"r{taken.Count}");
            busy = append.IsFaulted ? append.Exception!.InnerException as OutcomeLogBusyException : null;
            if (busy is null)
                taken.Add(append);
        }

        other.Run("ROLLBACK");
        Assert.Contains("10 appends", busy.Message, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, taken.Count).Select(i => (long)i), (await Task.WhenAll(taken)).Select(result => result.Sequence));
    }

    [Fact]
    public async Task An_append_cancelled_while_it_waits_is_not_logged()
    {
        using var store = new SqliteOutcomeStore(new SqliteOutcomeLogOptions { MaxGroup = 1 });
        using var other = SqliteDatabase.Open(store.Path, readOnly: false, busyTimeoutMs: 5_000);
        using var cancellation = new CancellationTokenSource();
        other.Run("BEGIN IMMEDIATE");
        var first = Log(store, "r1");
        var cancelled = store.Log.AppendAsync(Acme, Events.Outcome("r2"), cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        other.Run("ROLLBACK");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(1, (await first).Sequence);
        Assert.Equal(2, (await Log(store, "r3")).Sequence);
    }

    [Theory]
    [InlineData("UPDATE events SET at = 0")]
    [InlineData("DELETE FROM events")]
    public async Task The_file_itself_refuses_changes(string sql)
    {
        using var store = new SqliteOutcomeStore();
        await Log(store, "r1");
        using var other = SqliteDatabase.Open(store.Path, readOnly: false, busyTimeoutMs: 5_000);

        var refusal = Assert.Throws<SqliteFailure>(() => other.Run(sql));

        Assert.Contains("append-only", refusal.Message, StringComparison.Ordinal);
        Assert.Single(await store.Log.ReadAsync(Acme, 0, 10, Stop));
    }

    private static Task<AppendResult> Log(SqliteOutcomeStore store, string id)
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
