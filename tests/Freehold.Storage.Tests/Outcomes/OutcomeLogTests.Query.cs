using Freehold.Contracts.Outcomes;
using Freehold.Storage.Outcomes;

namespace Freehold.Storage.Tests.Outcomes;

public abstract partial class OutcomeLogTests
{
    [Fact]
    public async Task A_query_without_a_place_gives_the_newest_first()
    {
        await AppendAsync(5);

        var page = await Log.QueryAsync(Acme, new OutcomeQuery { Limit = 3 }, Stop);

        Assert.Equal(["r5", "r4", "r3"], page.Outcomes.Select(o => o.Outcome.Id));
        Assert.True(page.HasMore);
    }

    [Fact]
    public async Task There_is_no_more_where_a_page_takes_the_last_one()
    {
        await AppendAsync(3);

        Assert.False((await Log.QueryAsync(Acme, new OutcomeQuery { Limit = 3 }, Stop)).HasMore);
        Assert.False((await Log.QueryAsync(Acme, new OutcomeQuery { Limit = 2, After = 1 }, Stop)).HasMore);
        Assert.True((await Log.QueryAsync(Acme, new OutcomeQuery { Limit = 1, After = 1 }, Stop)).HasMore);
    }

    [Fact]
    public async Task After_wins_over_before()
    {
        await AppendAsync(5);

        var page = await Log.QueryAsync(Acme, new OutcomeQuery { After = 3, Before = 2 }, Stop);

        Assert.Equal(["r4", "r5"], page.Outcomes.Select(o => o.Outcome.Id));
    }

    [Fact]
    public async Task An_id_is_found_in_its_own_log_only()
    {
        await AppendAsync(3);

        Assert.Equal(2, Assert.Single((await Log.QueryAsync(Acme, new OutcomeQuery { Id = "r2" }, Stop)).Outcomes).Sequence);
        Assert.Empty((await Log.QueryAsync(Globex, new OutcomeQuery { Id = "r2" }, Stop)).Outcomes);
        Assert.Empty((await Log.QueryAsync(Acme, new OutcomeQuery { Id = "r9" }, Stop)).Outcomes);
    }

    [Fact]
    public async Task An_event_comes_back_as_it_was_appended()
    {
        var outcome = Golden.Outcome with { Tenant = "acme", Confidence = double.NaN, Decision = "ünïcödé \u0000 \"quoted\" 🏠" };
        await Log.AppendAsync(Acme, outcome, Stop);
        await Log.AppendFeedbackAsync(Acme, Golden.Feedback, Stop);

        var events = await Log.ReadAsync(Acme, 0, 10, Stop);

        Assert.Equivalent(outcome, events[0].Outcome, strict: true);
        Assert.Equal(Golden.Feedback, events[1].Feedback);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(OutcomeQuery.MaxLimit + 1)]
    public async Task A_limit_out_of_its_bounds_is_refused(int limit)
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Log.QueryAsync(Acme, new OutcomeQuery { Limit = limit }, Stop));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Log.ReadAsync(Acme, 0, limit, Stop));
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("new\nline")]
    [InlineData("\ud800")]
    public async Task An_id_that_stores_could_confuse_is_refused(string id)
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await Log.AppendAsync(Acme, Events.Outcome(id), Stop));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Log.AppendFeedbackAsync(Acme, Events.Feedback(id, "r1"), Stop));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Log.AppendFeedbackAsync(Acme, Events.Feedback("f1", id), Stop));
    }

    [Fact]
    public async Task An_outcome_cannot_go_into_another_tenants_log()
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await Log.AppendAsync(Globex, Events.Outcome("r1", "acme"), Stop));

        Assert.Empty(await Log.ReadAsync(Globex, 0, 10, Stop));
    }

    [Fact]
    public async Task An_event_that_could_not_be_read_back_is_refused_and_says_why()
    {
        var broken = await Assert.ThrowsAsync<ArgumentException>(
            async () => await Log.AppendAsync(Acme, Events.Outcome("r1") with { Candidates = null! }, Stop));
        var large = await Assert.ThrowsAsync<ArgumentException>(
            async () => await Log.AppendAsync(Acme, Events.Outcome("r2", decision: new string('x', OutcomeLogBounds.MaxEventBytes)), Stop));

        Assert.Contains("candidates", broken.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(OutcomeLogBounds.MaxEventBytes.ToString(), large.Message, StringComparison.Ordinal);
        Assert.Empty(await Log.ReadAsync(Acme, 0, 10, Stop));
    }

    private async Task AppendAsync(int outcomes)
    {
        for (var i = 1; i <= outcomes; i++)
            await Log.AppendAsync(Acme, Events.Outcome($"r{i}"), Stop);
    }
}
