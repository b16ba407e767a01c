using Freehold.Contracts.Outcomes;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Storage.Tests.Outcomes;

public abstract partial class OutcomeLogTests
{
    private const int Tenants = 3, Ids = 6;

    /// <summary>One step of a random history.</summary>
    internal sealed record Command(bool IsFeedback, int Tenant, int Id, int OutcomeId, bool Waits);

    [Fact]
    public void Any_history_of_appends_repeats_and_feedback_matches_the_model()
    {
        var command =
            from isFeedback in Gen.Elements(true, false)
            from tenant in Gen.Choose(0, Tenants - 1)
            from id in Gen.Choose(0, Ids - 1)
            from outcomeId in Gen.Choose(0, Ids - 1)
            from waits in Gen.Elements(true, false)
            select new Command(isFeedback, tenant, id, outcomeId, waits);
        var history = Gen.ArrayOf(command).Resize(40).ToArbitrary();

        var run = 0;
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(40),
            Prop.ForAll(history, commands => Wait(MatchesModelAsync(commands, Interlocked.Increment(ref run)))));
    }

    [Fact]
    public void Paging_in_either_direction_walks_every_outcome_exactly_once()
    {
        Wait(AppendMixedAsync());
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(15),
            Prop.ForAll(Gen.Choose(1, 30).ToArbitrary(), limit => Wait(PagesAreWholeAsync(limit))));
    }

    private static bool Wait(Task<bool> task) => task.GetAwaiter().GetResult();

    private static void Wait(Task task) => task.GetAwaiter().GetResult();

    private async Task<bool> MatchesModelAsync(Command[] commands, int run)
    {
        var model = new LogModel();
        var logs = Enumerable.Range(0, Tenants).Select(tenant => Events.LogOf($"t{run}-{tenant}")).ToArray();
        var waiting = new List<Task>();
        foreach (var command in commands)
        {
            var log = logs[command.Tenant];
            var expected = model.Apply(command);
            var step = CheckStepAsync(log, command, expected);
            waiting.Add(step);
            if (command.Waits)
                await Task.WhenAll(waiting).ConfigureAwait(false);
        }

        await Task.WhenAll(waiting).ConfigureAwait(false);
        for (var tenant = 0; tenant < Tenants; tenant++)
            await CheckLogAsync(logs[tenant], model.EventsOf(tenant)).ConfigureAwait(false);
        return true;
    }

    private async Task CheckStepAsync(OutcomeLogId log, Command command, (long Sequence, bool WasThere)? expected)
    {
        if (command.IsFeedback)
        {
            var feedback = Events.Feedback($"f{command.Id}", $"r{command.OutcomeId}");
            var result = await Log.AppendFeedbackAsync(log, feedback, Stop).ConfigureAwait(false);
            Assert.Equal(expected, result is { } there ? (there.Sequence, there.WasThere) : null);
        }
        else
        {
            var result = await Log.AppendAsync(log, Events.Outcome($"r{command.Id}", log.Tenant.Value), Stop).ConfigureAwait(false);
            Assert.Equal(expected, (result.Sequence, result.WasThere));
        }
    }

    private async Task CheckLogAsync(OutcomeLogId log, List<(string Id, string? About)> expected)
    {
        var events = await Log.ReadAsync(log, 0, 1_000, Stop).ConfigureAwait(false);
        var found = events.Select(e => e.Outcome is { } outcome ? (outcome.Id, null) : (e.Feedback!.Id, (string?)e.Feedback.OutcomeId));
        Assert.Equal(expected, found);
        Assert.Equal(Enumerable.Range(1, expected.Count).Select(i => (long)i), events.Select(e => e.Sequence));

        var page = await Log.QueryAsync(log, new OutcomeQuery { After = 0, Limit = OutcomeQuery.MaxLimit }, Stop).ConfigureAwait(false);
        Assert.All(page.Outcomes, outcome => Assert.Equal(log.Tenant.Value, outcome.Outcome.Tenant));
        Assert.Equal(expected.Where(e => e.About is null).Select(e => e.Id), page.Outcomes.Select(o => o.Outcome.Id));
        foreach (var outcome in page.Outcomes)
            Assert.Equal(expected.Where(e => e.About == outcome.Outcome.Id).Select(e => e.Id), outcome.Feedback.Select(f => f.Id));
    }

    private async Task AppendMixedAsync()
    {
        var appends = new List<Task>();
        for (var i = 1; i <= 60; i++)
        {
            appends.Add(Log.AppendAsync(Acme, Events.Outcome($"r{i}"), Stop).AsTask());
            appends.Add(Log.AppendAsync(Globex, Events.Outcome($"r{i}", "globex"), Stop).AsTask());
            if (i % 3 == 0)
                appends.Add(Log.AppendFeedbackAsync(Acme, Events.Feedback($"f{i}", "r1"), Stop).AsTask());
        }

        await Task.WhenAll(appends).ConfigureAwait(false);
    }

    private async Task<bool> PagesAreWholeAsync(int limit)
    {
        var forward = await WalkAsync(last => new OutcomeQuery { Limit = limit, After = last ?? 0 }).ConfigureAwait(false);
        var backward = await WalkAsync(last => new OutcomeQuery { Limit = limit, Before = last }).ConfigureAwait(false);
        Assert.Equal(Enumerable.Range(1, 60).Select(i => $"r{i}"), forward);
        Assert.Equal(Enumerable.Range(1, 60).Select(i => $"r{i}").Reverse(), backward);
        return true;
    }

    private async Task<List<string>> WalkAsync(Func<long?, OutcomeQuery> next)
    {
        var ids = new List<string>();
        long? last = null;
        OutcomePage page;
        do
        {
            page = await Log.QueryAsync(Acme, next(last), Stop).ConfigureAwait(false);
            Assert.NotEmpty(page.Outcomes);
            ids.AddRange(page.Outcomes.Select(o => o.Outcome.Id));
            last = page.Outcomes[^1].Sequence;
        }
        while (page.HasMore);
        return ids;
    }
}
