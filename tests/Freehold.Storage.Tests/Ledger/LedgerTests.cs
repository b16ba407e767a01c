using Freehold.Contracts.Economics;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Tenancy;
using Freehold.Storage.Ledger;

namespace Freehold.Storage.Tests.Ledger;

/// <summary>What every ledger does, whatever it stores in. A store joins by a subclass that opens it.</summary>
public abstract partial class LedgerTests : IDisposable
{
    private static readonly OutcomeLogId Acme = OutcomeLogId.Parse("acme/0");
    private static readonly LedgerQuery Everything = new();

    private readonly LedgerStore _store;

    protected LedgerTests(LedgerStore store) => _store = store;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ILedger Ledger => _store.Ledger;

    public void Dispose()
    {
        _store.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_post_moves_the_checkpoint_and_counts()
    {
        Assert.Equal(0, await Ledger.GetCheckpointAsync(Acme, Stop));

        Assert.Equal(new PostResult(Posted: true, 4), await PostAsync(0, 4, Postings.Of(1), Postings.Of(3, attempt: 0), Postings.Of(3, attempt: 1)));

        Assert.Equal(4, await Ledger.GetCheckpointAsync(Acme, Stop));
        var report = await SumAsync(Everything);
        Assert.Equal(new LedgerSums { Attempts = 3, PromptTokens = 9, CompletionTokens = 15, CostMicroUsd = 30 }, report.Total);
        Assert.Equal(report.Total, Assert.Single(report.Rows).Sums);
    }

    [Fact]
    public async Task Events_that_cost_nothing_move_the_checkpoint_alone()
    {
        Assert.Equal(new PostResult(Posted: true, 7), await PostAsync(0, 7));

        Assert.Equal(7, await Ledger.GetCheckpointAsync(Acme, Stop));
        var report = await SumAsync(Everything);
        Assert.Empty(report.Rows);
        Assert.Equal(LedgerSums.Zero, report.Total);
    }

    [Theory]
    [InlineData(0, 5)] // the same post again
    [InlineData(0, 9)] // another activation that computed further
    [InlineData(3, 6)] // one that is behind
    [InlineData(6, 8)] // one that is ahead: a checkpoint that was lost with the power
    public async Task From_any_other_checkpoint_nothing_is_posted_and_the_stored_one_is_told(long from, long to)
    {
        await PostAsync(0, 5, Postings.Of(1), Postings.Of(5));

        Assert.Equal(new PostResult(Posted: false, 5), await PostAsync(from, to, Postings.Of(to)));

        Assert.Equal(5, await Ledger.GetCheckpointAsync(Acme, Stop));
        Assert.Equal(2, (await SumAsync(Everything)).Total.Attempts);
    }

    [Fact]
    public async Task Of_callers_that_post_the_same_events_at_once_one_does()
    {
        for (var step = 0; step < 10; step++)
        {
            var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(
                async () => await PostAsync(step, step + 1, Postings.Of(step + 1)))));

            Assert.Single(results, result => result.Posted);
            Assert.All(results, result => Assert.Equal(step + 1, result.Checkpoint));
        }

        Assert.Equal(10, (await SumAsync(Everything)).Total.Attempts);
    }

    [Fact]
    public async Task Models_come_dearest_first_days_and_months_in_their_order()
    {
        await PostAsync(
            0, 4,
            Postings.Of(1, 5, "small", at: Utc("2030-01-31T23:59:59.999Z")),
            Postings.Of(2, 70, "large", at: Utc("2030-02-01T01:30:00+02:00")), // still January in UTC
            Postings.Of(3, 6, "small", at: Utc("2030-02-01T00:00:00Z")),
            Postings.Of(4, 1, "other", at: Utc("2029-12-31T00:00:00Z")));

        Assert.Equal([("large", 70), ("small", 11), ("other", 1)], await CostsAsync(LedgerGrouping.Model));
        Assert.Equal([("2029-12-31", 1), ("2030-01-31", 75), ("2030-02-01", 6)], await CostsAsync(LedgerGrouping.Day));
        Assert.Equal([("2029-12", 1), ("2030-01", 75), ("2030-02", 6)], await CostsAsync(LedgerGrouping.Month));
    }

    [Fact]
    public async Task A_range_holds_its_beginning_and_not_its_end()
    {
        await PostAsync(0, 3, Postings.Of(1, 1, at: Utc("2030-01-01T00:00:00Z")), Postings.Of(2, 10, at: Utc("2030-01-02T00:00:00Z")),
            Postings.Of(3, 100, at: Utc("2030-01-03T00:00:00.0009Z"))); // cut to the millisecond

        Assert.Equal(11, await CostAsync(null, "2030-01-03T00:00:00Z"));
        Assert.Equal(110, await CostAsync("2030-01-02T00:00:00Z", null));
        Assert.Equal(10, await CostAsync("2030-01-02T00:00:00Z", "2030-01-03T00:00:00Z"));
        Assert.Equal(0, await CostAsync("2030-01-02T00:00:00.001Z", "2030-01-03T00:00:00Z"));
        await Assert.ThrowsAsync<ArgumentException>(() => CostAsync("2030-01-03T00:00:00Z", "2030-01-03T00:00:00Z"));
    }

    [Fact]
    public async Task A_tenant_has_its_own_postings_of_all_its_shards()
    {
        await PostAsync(0, 1, Postings.Of(1, 1));
        await Ledger.PostAsync(Acme with { Shard = 1 }, 0, 1, [Postings.Of(1, 10)], Stop);
        await Ledger.PostAsync(OutcomeLogId.Parse("other/0"), 0, 1, [Postings.Of(1, 100)], Stop);

        Assert.Equal(11, (await SumAsync(Everything)).Total.CostMicroUsd);
        Assert.Equal(100, (await Ledger.SumAsync(TenantId.Parse("other"), Everything, Stop)).Total.CostMicroUsd);
        Assert.Equal(LedgerSums.Zero, (await Ledger.SumAsync(TenantId.Parse("nobody"), Everything, Stop)).Total);
    }

    [Fact]
    public async Task Over_the_bound_of_rows_the_report_says_so_and_its_total_is_whole()
    {
        const int models = LedgerQuery.MaxRows + 5;
        await PostAsync(0, models, [.. Enumerable.Range(1, models).Select(i => Postings.Of(i, i, $"m{i}"))]);

        var report = await SumAsync(Everything);

        Assert.True(report.HasMore);
        Assert.Equal(Enumerable.Range(6, LedgerQuery.MaxRows).Reverse().Select(i => $"m{i}"), report.Rows.Select(row => row.Name));
        Assert.Equal(models * (models + 1L) / 2, report.Total.CostMicroUsd);
        Assert.False((await SumAsync(new LedgerQuery { By = LedgerGrouping.Day })).HasMore);
    }

    [Fact]
    public async Task What_was_posted_is_there_after_a_restart()
    {
        await PostAsync(0, 2, Postings.Of(1), Postings.Of(2));

        _store.Reopen();

        Assert.Equal(2, await Ledger.GetCheckpointAsync(Acme, Stop));
        Assert.Equal(20, (await SumAsync(Everything)).Total.CostMicroUsd);
        Assert.True((await PostAsync(2, 3, Postings.Of(3))).Posted);
    }

    private ValueTask<PostResult> PostAsync(long from, long to, params LedgerPosting[] postings) =>
        Ledger.PostAsync(Acme, from, to, postings, Stop);

    private ValueTask<LedgerReport> SumAsync(LedgerQuery query) => Ledger.SumAsync(Acme.Tenant, query, Stop);

    private async Task<IEnumerable<(string, long)>> CostsAsync(LedgerGrouping by) =>
        (await SumAsync(new LedgerQuery { By = by })).Rows.Select(row => (row.Name, row.Sums.CostMicroUsd));

    private async Task<long> CostAsync(string? from, string? to) =>
        (await SumAsync(new LedgerQuery { From = Optional(from), To = Optional(to) })).Total.CostMicroUsd;

    private static DateTimeOffset? Optional(string? time) => time is null ? null : Utc(time);

    private static DateTimeOffset Utc(string time) => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);
}
