using Freehold.Contracts.Outcomes;
using Freehold.Storage.Outcomes;

namespace Freehold.Storage.Tests.Outcomes;

public abstract partial class OutcomeLogTests
{
    [Fact]
    public async Task Feedback_is_an_event_of_its_own_and_appears_with_its_outcome()
    {
        await Log.AppendAsync(Acme, Events.Outcome("r1"), Stop);
        await Log.AppendAsync(Acme, Events.Outcome("r2"), Stop);

        Assert.Equal(new AppendResult(3, WasThere: false), await Log.AppendFeedbackAsync(Acme, Events.Feedback("f1", "r1", 0.25), Stop));
        Assert.Equal(new AppendResult(4, WasThere: false), await Log.AppendFeedbackAsync(Acme, Events.Feedback("f2", "r1", 0.75), Stop));

        var page = await Log.QueryAsync(Acme, new OutcomeQuery { After = 0 }, Stop);
        Assert.Equal(["r1", "r2"], page.Outcomes.Select(o => o.Outcome.Id));
        Assert.Equal([0.25, 0.75], page.Outcomes[0].Feedback.Select(f => f.Score!.Value));
        Assert.Empty(page.Outcomes[1].Feedback);
        Assert.Equal("f1", (await Log.ReadAsync(Acme, 2, 1, Stop)).Single().Feedback!.Id);
    }

    [Fact]
    public async Task Feedback_in_the_same_group_as_its_outcome_finds_it()
    {
        var outcome = Log.AppendAsync(Acme, Events.Outcome("r1"), Stop);
        var feedback = Log.AppendFeedbackAsync(Acme, Events.Feedback("f1", "r1"), Stop);

        Assert.Equal(1, (await outcome).Sequence);
        Assert.Equal(2, (await feedback)!.Value.Sequence);
    }

    [Fact]
    public async Task Repeated_feedback_is_logged_once()
    {
        await Log.AppendAsync(Acme, Events.Outcome("r1"), Stop);
        await Log.AppendFeedbackAsync(Acme, Events.Feedback("f1", "r1"), Stop);

        Assert.Equal(new AppendResult(2, WasThere: true), await Log.AppendFeedbackAsync(Acme, Events.Feedback("f1", "r1"), Stop));
    }

    [Fact]
    public async Task Repeated_feedback_that_names_an_outcome_which_is_not_there_is_refused()
    {
        await Log.AppendAsync(Acme, Events.Outcome("r1"), Stop);
        await Log.AppendFeedbackAsync(Acme, Events.Feedback("f1", "r1"), Stop);

        Assert.Null(await Log.AppendFeedbackAsync(Acme, Events.Feedback("f1", "nothing"), Stop));
    }

    [Fact]
    public async Task An_outcome_and_feedback_may_have_the_same_id()
    {
        await Log.AppendAsync(Acme, Events.Outcome("same"), Stop);

        Assert.Equal(new AppendResult(2, WasThere: false), await Log.AppendFeedbackAsync(Acme, Events.Feedback("same", "same"), Stop));
    }

    [Fact]
    public async Task Feedback_on_what_is_not_there_is_refused_and_takes_no_sequence()
    {
        await Log.AppendAsync(Acme, Events.Outcome("r1"), Stop);

        Assert.Null(await Log.AppendFeedbackAsync(Acme, Events.Feedback("f1", "nothing"), Stop));
        Assert.Equal(2, (await Log.AppendAsync(Acme, Events.Outcome("r2"), Stop)).Sequence);
    }

    [Fact]
    public async Task Feedback_on_another_tenants_outcome_is_refused()
    {
        await Log.AppendAsync(Acme, Events.Outcome("r1"), Stop);

        Assert.Null(await Log.AppendFeedbackAsync(Globex, Events.Feedback("f1", "r1"), Stop));
        Assert.Empty(Assert.Single((await Log.QueryAsync(Acme, new OutcomeQuery(), Stop)).Outcomes).Feedback);
    }

    [Fact]
    public async Task A_page_carries_the_newest_feedback_up_to_its_bound_oldest_first()
    {
        await Log.AppendAsync(Acme, Events.Outcome("r1"), Stop);
        for (var i = 0; i < LoggedOutcome.MaxFeedback + 3; i++)
            await Log.AppendFeedbackAsync(Acme, Events.Feedback($"f{i}", "r1"), Stop);

        var outcome = Assert.Single((await Log.QueryAsync(Acme, new OutcomeQuery { Id = "r1" }, Stop)).Outcomes);
        Assert.Equal(Enumerable.Range(3, LoggedOutcome.MaxFeedback).Select(i => $"f{i}"), outcome.Feedback.Select(f => f.Id));
    }
}
