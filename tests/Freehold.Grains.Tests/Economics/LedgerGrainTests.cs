using Freehold.Contracts.Economics;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Tenancy;
using Freehold.Grains.Economics;
using Freehold.Grains.Outcomes;
using Freehold.Grains.Tests.Support;
using Freehold.Storage.Ledger;
using Microsoft.Extensions.DependencyInjection;

namespace Freehold.Grains.Tests.Economics;

public class LedgerGrainTests
{
    private static readonly OutcomeLogId Log = OutcomeLogId.Parse("acme/0");

    [Fact]
    public async Task What_was_appended_before_the_call_is_in_the_sums_and_nothing_of_others_is()
    {
        await using var house = await House.StartAsync();
        await house.MakeTenantAsync("acme");
        await AppendAsync(house, "acme", 0, 7);
        await AppendAsync(house, "other", 0, 5);

        Assert.Equal((7, 21), await SumsAsync(house));
        await AppendAsync(house, "acme", 7, 1);
        Assert.Equal((8, 24), await SumsAsync(house));
    }

    [Fact]
    public async Task A_wake_up_of_the_stream_is_enough()
    {
        await using var house = await House.StartAsync();
        await house.MakeTenantAsync("acme");
        var outcomes = house.Grains.GetGrain<IOutcomeLogGrain>("acme/0");
        await outcomes.AppendAsync(Some.Outcome("acme", "o1", house.Cluster.Time.GetUtcNow()), default);

        house.Cluster.Time.Advance(OutcomeLogGrain.WakeUpDelay);

        Assert.True(await Eventually.HoldsAsync(async () => await CheckpointAsync(house) == 1));
    }

    [Fact]
    public async Task The_sweep_finds_what_no_wake_up_told_of()
    {
        await using var house = await House.StartAsync();
        await house.MakeTenantAsync("acme");
        await SumsAsync(house);
        await AppendAsync(house, "acme", 0, 3);

        house.Cluster.Time.Advance(LedgerGrain.SweepPeriod);

        Assert.True(await Eventually.HoldsAsync(async () => await CheckpointAsync(house) == 3));
    }

    [Fact]
    public async Task What_another_activation_posted_is_not_counted_again()
    {
        await using var house = await House.StartAsync();
        await house.MakeTenantAsync("acme");
        await SumsAsync(house); // This activation believes from here on that nothing is posted.
        await AppendAsync(house, "acme", 0, 5);
        var other = await Ledger(house).PostAsync(Log, 0, 2, [Posting(1), Posting(2)], default);
        Assert.True(other.Posted);

        Assert.Equal((5, 15), await SumsAsync(house));
    }

    [Fact]
    public async Task Every_batch_of_a_long_log_is_counted_once_over_restarts()
    {
        const int events = (2 * LedgerGrain.BatchSize) + 17;
        await using var house = await House.StartAsync();
        await house.MakeTenantAsync("acme");
        await AppendAsync(house, "acme", 0, events);

        Assert.Equal((events, 3 * events), await SumsAsync(house));
        await house.Cluster.RestartAsync();
        TenantScope.EnterSystem();
        await AppendAsync(house, "acme", events, 1);
        Assert.Equal((events + 1, 3 * (events + 1)), await SumsAsync(house));
    }

    [Fact]
    public async Task Many_attempts_are_cut_into_posts_between_events()
    {
        const int events = 30, attempts = 700; // together over the bound of one post
        await using var house = await House.StartAsync();
        await house.MakeTenantAsync("acme");
        for (var i = 0; i < events; i++)
        {
            var outcome = Some.Outcome("acme", $"o{i}", house.Cluster.Time.GetUtcNow());
            await house.Log.AppendAsync(Log, outcome with { Attempts = [.. Enumerable.Repeat(outcome.Attempts[0], attempts)] }, default);
        }

        Assert.Equal((events * attempts, 3 * events * attempts), await SumsAsync(house));
    }

    [Fact]
    public async Task Attempts_that_cost_nothing_leave_no_posting_and_an_odd_one_does_not_stop_the_ledger()
    {
        await using var house = await House.StartAsync();
        await house.MakeTenantAsync("acme");
        var free = Some.Outcome("acme", "free", house.Cluster.Time.GetUtcNow());
        var attempt = free.Attempts[0] with { CostMicroUsd = 0 };
        await house.Log.AppendAsync(Log, free with { Attempts = [attempt, attempt with { PromptTokens = 4 }] }, default);
        var odd = attempt with { CostMicroUsd = long.MaxValue, PromptTokens = -5, Candidate = "a\0" + new string('x', 1_000) };
        await house.Log.AppendAsync(Log, free with { Id = "odd", Attempts = [odd, attempt with { Candidate = "", CostMicroUsd = 1 }] }, default);

        var report = await house.Grains.GetGrain<ILedgerGrain>("acme").GetAsync(new LedgerQuery(), default);

        Assert.Equal((3, 4), (report.Total.Attempts, report.Total.PromptTokens));
        Assert.Equal(LedgerBounds.MaxCostMicroUsd + 1, report.Total.CostMicroUsd);
        Assert.Equal("a\uFFFD" + new string('x', LedgerBounds.MaxCandidateLength - 2), report.Rows[0].Name);
    }

    [Fact]
    public async Task A_log_that_ends_before_the_checkpoint_is_said_and_not_skipped()
    {
        await using var house = await House.StartAsync();
        await house.MakeTenantAsync("acme");
        await AppendAsync(house, "acme", 0, 2);
        await Ledger(house).PostAsync(Log, 0, 3, [], default); // as after the log alone was put back from a backup

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => SumsAsync(house));

        Assert.Contains("from the same backup", failure.ToString(), StringComparison.Ordinal);
    }

    private static async Task<(long Attempts, long CostMicroUsd)> SumsAsync(House house)
    {
        var total = (await house.Grains.GetGrain<ILedgerGrain>("acme").GetAsync(new LedgerQuery(), default)).Total;
        return (total.Attempts, total.CostMicroUsd);
    }

    private static ILedger Ledger(House house) => house.Cluster.Services.GetRequiredService<ILedger>();

    private static ValueTask<long> CheckpointAsync(House house) => Ledger(house).GetCheckpointAsync(Log, default);

    private static LedgerPosting Posting(long sequence) => new(sequence, $"o{sequence}", 0, "tiny", DateTimeOffset.UnixEpoch, 0, 0, 3);

    private static async Task AppendAsync(House house, string tenant, int from, int count) => await Task.WhenAll(Enumerable.Range(from, count).Select(
        i => house.Log.AppendAsync(OutcomeLogId.Parse($"{tenant}/0"), Some.Outcome(tenant, $"o{i}", house.Cluster.Time.GetUtcNow()), default).AsTask()));
}
