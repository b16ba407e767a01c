using Freehold.Contracts.Outcomes;
using Freehold.Grains.Outcomes;
using Freehold.Grains.Tests.Support;

namespace Freehold.Grains.Tests.Outcomes;

public class FiguresGrainTests
{
    [Fact]
    public async Task Figures_are_those_of_the_log_and_of_nothing_else()
    {
        await using var house = await House.StartAsync();
        await house.MakeTenantAsync("acme");
        await AppendAsync(house, "acme", 7);
        await AppendAsync(house, "other", 5);

        var figures = await house.Grains.GetGrain<IFiguresGrain>("acme").CatchUpAsync(default);

        Assert.Equal(7, figures.Sequence);
        Assert.Equal((7, 21), (Assert.Single(figures.Models).Requests, figures.Models[0].CostMicroUsd));
    }

    [Fact]
    public async Task A_wake_up_of_the_stream_is_enough()
    {
        await using var house = await House.StartAsync();
        await house.MakeTenantAsync("acme");
        var grain = house.Grains.GetGrain<IFiguresGrain>("acme");
        Assert.Equal(0, (await grain.GetAsync(default)).Sequence); // It is active: from here on only a wake-up makes it read.
        await AppendAsync(house, "acme", 3);
        Assert.Equal(0, (await grain.GetAsync(default)).Sequence);

        house.Cluster.Time.Advance(OutcomeLogGrain.WakeUpDelay);

        Assert.True(await Eventually.HoldsAsync(async () => (await grain.GetAsync(default)).Sequence == 3));
    }

    [Fact]
    public async Task The_sweep_finds_what_no_wake_up_told_of()
    {
        await using var house = await House.StartAsync();
        await house.MakeTenantAsync("acme");
        var grain = house.Grains.GetGrain<IFiguresGrain>("acme");
        await grain.GetAsync(default);
        await house.Log.AppendAsync(OutcomeLogId.Parse("acme/0"), Some.Outcome("acme", "o0", house.Cluster.Time.GetUtcNow()), default);

        house.Cluster.Time.Advance(FiguresGrain.SweepPeriod);

        Assert.True(await Eventually.HoldsAsync(async () => (await grain.GetAsync(default)).Sequence == 1));
    }

    [Fact]
    public async Task An_event_is_counted_once_however_often_it_is_read()
    {
        await using var house = await House.StartAsync();
        await house.MakeTenantAsync("acme");
        await AppendAsync(house, "acme", 4);
        var grain = house.Grains.GetGrain<IFiguresGrain>("acme");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => grain.CatchUpAsync(default)));

        Assert.Equal(4, Assert.Single((await grain.GetAsync(default)).Models).Requests);
    }

    [Fact]
    public async Task After_a_restart_they_go_on_from_their_checkpoint()
    {
        await using var house = await House.StartAsync();
        await house.MakeTenantAsync("acme");
        await AppendAsync(house, "acme", 4);
        await house.Grains.GetGrain<IFiguresGrain>("acme").CatchUpAsync(default);
        await house.Cluster.RestartAsync();
        await AppendAsync(house, "acme", 2, from: 4);

        var figures = await house.Grains.GetGrain<IFiguresGrain>("acme").CatchUpAsync(default);

        Assert.Equal((6, 6), (figures.Sequence, Assert.Single(figures.Models).Requests));
    }

    [Fact]
    public async Task A_repeated_append_is_one_outcome()
    {
        await using var house = await House.StartAsync();
        await house.MakeTenantAsync("acme");
        var log = house.Grains.GetGrain<IOutcomeLogGrain>("acme/0");
        var outcome = Some.Outcome("acme", "o1", house.Cluster.Time.GetUtcNow());

        Assert.Equal(await log.AppendAsync(outcome, default), await log.AppendAsync(outcome, default));
        Assert.Single((await log.QueryAsync(new OutcomeQuery(), default)).Outcomes);
    }

    [Fact]
    public async Task An_outcome_of_another_tenant_is_not_taken()
    {
        await using var house = await House.StartAsync();
        await house.MakeTenantAsync("acme");

        await Assert.ThrowsAsync<ArgumentException>(() => house.Grains.GetGrain<IOutcomeLogGrain>("acme/0")
            .AppendAsync(Some.Outcome("evil", "o1", house.Cluster.Time.GetUtcNow()), default));
    }

    [Fact]
    public async Task Feedback_needs_an_outcome_of_the_same_tenant()
    {
        await using var house = await House.StartAsync();
        await house.MakeTenantAsync("acme");
        await AppendAsync(house, "acme", 1);
        var feedback = new Feedback { Id = "f1", OutcomeId = "o0", KeyId = "k", At = house.Cluster.Time.GetUtcNow(), Score = 1 };

        Assert.NotNull(await house.Grains.GetGrain<IOutcomeLogGrain>("acme/0").AppendFeedbackAsync(feedback, default));
        Assert.Null(await house.Grains.GetGrain<IOutcomeLogGrain>("other/0").AppendFeedbackAsync(feedback, default));
        var logged = Assert.Single((await house.Grains.GetGrain<IOutcomeLogGrain>("acme/0").QueryAsync(new OutcomeQuery(), default)).Outcomes);
        Assert.Equal(1, Assert.Single(logged.Feedback).Score);
    }

    private static async Task AppendAsync(House house, string tenant, int count, int from = 0)
    {
        var log = house.Grains.GetGrain<IOutcomeLogGrain>($"{tenant}/0");
        await Task.WhenAll(Enumerable.Range(from, count).Select(
            i => log.AppendAsync(Some.Outcome(tenant, $"o{i}", house.Cluster.Time.GetUtcNow()), default)));
    }
}
