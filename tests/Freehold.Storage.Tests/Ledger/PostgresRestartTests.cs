using Freehold.Contracts.Outcomes;
using Freehold.Storage.Audit;
using Freehold.Storage.Audit.Postgres;
using Freehold.Storage.Ledger;
using Freehold.Storage.Ledger.Postgres;
using Freehold.Storage.Postgres;
using Freehold.Storage.Tests.Audit;
using Freehold.Storage.Tests.Postgres;
using Freehold.Testing.Postgres;

namespace Freehold.Storage.Tests.Ledger;

/// <summary>The ledger and the audit log while their server goes away and comes back.</summary>
public sealed class PostgresRestartTests
{
    private static readonly OutcomeLogId Acme = OutcomeLogId.Parse("acme/0");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_during_a_crash_of_the_server_take_longer_and_count_once()
    {
        PostgresTest.SkipWithoutServer();
        using var server = PostgresServer.Create();
        using var database = PostgresDatabase.Open(server.CreateDatabase());
        PostgresSchema.Upgrade(database);
        var ledger = new PostgresLedger(database, TimeProvider.System);
        var audit = new PostgresAuditLog(database, TimeProvider.System);
        var entry = await audit.AppendAsync(Records.Acme, Records.Of(1), Stop);
        server.Kill();

        var posts = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ledger.PostAsync(Acme, 0, 1, [Postings.Of(1)], Stop).AsTask()));
        var appends = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => audit.AppendAsync(Records.Acme, Records.Of(2), Stop).AsTask()));
        server.Start();

        Assert.All(await posts, result => Assert.Equal(1, result.Checkpoint));
        Assert.All(await appends, appended => Assert.Equal((2, entry.Hash), (appended.Sequence, appended.PreviousHash)));
        Assert.Equal(1, (await ledger.SumAsync(Acme.Tenant, new(), Stop)).Total.Attempts);
        Assert.Equal(2, (await AuditVerifier.VerifyAsync(audit, Records.Acme, null, Stop)).Entries);
    }

    [Fact]
    public async Task Without_a_server_a_call_fails_after_a_while_and_says_what_to_do()
    {
        PostgresTest.SkipWithoutServer();
        using var server = PostgresServer.Create();
        using var database = PostgresDatabase.Open(server.CreateDatabase());
        PostgresSchema.Upgrade(database);
        server.Kill();
        var time = new HastyTime();

        var failure = await Assert.ThrowsAsync<LedgerException>(
            async () => await new PostgresLedger(database, time).GetCheckpointAsync(Acme, Stop));

        Assert.Contains("Start the server", failure.Message, StringComparison.Ordinal);
        Assert.InRange(time.Waited, TimeSpan.FromSeconds(10), PostgresCalls.RetryFor);
    }

    /// <summary>A clock that jumps to the end of every wait.</summary>
    private sealed class HastyTime : TimeProvider
    {
        private long _ticks;

        public TimeSpan Waited => TimeSpan.FromTicks(_ticks);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _ticks += dueTime.Ticks;
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
