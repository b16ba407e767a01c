using Freehold.Inference.Scheduling;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Scheduling;

/// <summary>What one tenant's load does to another's. Time is virtual: a step costs what its tokens cost, and nothing else costs anything.</summary>
public sealed class FairnessTests
{
    // A step's own cost, in tokens: the weights are read once however many tokens there are.
    private const int StepCost = 16;
    private const int PromptTokens = 384, AnswerTokens = 24;

    // A tenth of it, as a quiet neighbour, leaves the engine half idle; all of it is three times more than the engine can do.
    private const int LoudInterval = 250;
    private const int Victims = 40, VictimInterval = 3_989;

    [Fact]
    public void A_neighbour_with_ten_times_the_load_slows_the_first_token_by_at_most_a_fifth()
    {
        var quiet = FirstTokenTimes(10 * LoudInterval);
        var loud = FirstTokenTimes(LoudInterval);

        Assert.InRange(loud.Average(), 0, 1.2 * quiet.Average());
        Assert.InRange(Percentile(loud, 0.5), 0, 1.2 * Percentile(quiet, 0.5));
        Assert.InRange(Percentile(loud, 0.95), 0, 1.2 * Percentile(quiet, 0.95));
    }

    [Fact]
    public void Two_tenants_that_both_want_all_of_it_get_half_each()
    {
        using var driver = Driver(new SchedulerOptions { MaxActiveRequests = 8, MaxWaitingRequests = 1_000, MaxWaitingRequestsPerTenant = 500 });
        var (few, many) = (new List<DrivenRequest>(), new List<DrivenRequest>());
        for (var i = 0; i < 400; i++)
            many.Add(driver.Submit(Request("many", i)));
        for (var i = 0; i < 100; i++)
            few.Add(driver.Submit(Request("few", i)));

        while (few.Any(request => !request.HasEnded))
        {
            driver.Scheduler.Step();
            few.ForEach(request => request.Read());
            many.ForEach(request => request.Read());
        }

        Assert.InRange(many.Count(request => request.HasEnded), 90, 115);
    }

    [Fact]
    public void A_tenant_cannot_save_up_what_it_did_not_use()
    {
        using var driver = Driver(new SchedulerOptions { MaxActiveRequests = 8, MaxWaitingRequests = 1_000, MaxWaitingRequestsPerTenant = 500 });
        var worker = Enumerable.Range(0, 300).Select(i => driver.Submit(Request("worker", i))).ToArray();
        while (worker.Count(request => request.HasEnded) < 100)
        {
            driver.Scheduler.Step();
            Array.ForEach(worker, request => request.Read());
        }

        // It was away while the other did 100 requests, and now wants as much; the credit is worth about five.
        var late = Enumerable.Range(0, 60).Select(i => driver.Submit(Request("late", i))).ToArray();
        while (late.Any(request => !request.HasEnded))
        {
            driver.Scheduler.Step();
            Array.ForEach(worker, request => request.Read());
            Array.ForEach(late, request => request.Read());
        }

        Assert.InRange(worker.Count(request => request.HasEnded), 100 + 60 - 15, 100 + 60 + 10);
    }

    [Fact]
    public void A_tenant_that_fills_its_part_of_the_queue_is_refused_and_no_other()
    {
        using var driver = Driver(new SchedulerOptions { MaxActiveRequests = 1, MaxWaitingRequests = 5, MaxWaitingRequestsPerTenant = 3 });
        DrivenRequest[] ofLoud = [.. Enumerable.Range(0, 5).Select(i => driver.Submit(Request("loud", i)))];
        DrivenRequest[] ofOther = [.. Enumerable.Range(0, 3).Select(i => driver.Submit(Request("other", i)))];

        Assert.Equal([3, 3], ofLoud.Select(request => request.Refusal).OfType<QueueFullRefusal>().Select(full => full.WaitingRequests));
        Assert.Equal([5], ofOther.Select(request => request.Refusal).OfType<QueueFullRefusal>().Select(full => full.WaitingRequests));
    }

    [Fact]
    public void Absent_tenants_are_remembered_up_to_a_bound()
    {
        var accounts = new TenantAccounts(creditTokens: 100);
        for (var i = 0; i < 3 * TenantAccounts.MaxAbsent; i++)
        {
            var account = accounts.FindOrAdd($"{i}");
            accounts.Welcome();
            accounts.LeaveIfDone(account);
            Assert.InRange(accounts.All.Count(), 0, TenantAccounts.MaxAbsent + 1);
        }
    }

    [Fact]
    public void Counters_of_those_that_come_are_brought_within_a_credit_below_and_eight_above_the_others()
    {
        var accounts = new TenantAccounts(creditTokens: 100);
        var there = accounts.FindOrAdd("there");
        accounts.Welcome();
        there.Served = 10_000;
        var (behind, ahead) = (accounts.FindOrAdd("behind"), accounts.FindOrAdd("ahead"));
        (behind.Served, ahead.Served) = (0, 1_000_000);

        accounts.Welcome();

        Assert.Equal(9_900, behind.Served);
        Assert.InRange(ahead.Served, 9_900 + 800, 10_000 + 800);
        Assert.Equal(10_000, there.Served);
    }

    // The victim's time from arrival to first token, while a neighbour sends a request every so often.
    private static List<double> FirstTokenTimes(int neighbourInterval)
    {
        using var driver = Driver(new SchedulerOptions());
        var random = new Random(1);
        var neighbour = new List<DrivenRequest>();
        var times = new List<double>();
        (DrivenRequest Request, long At)? waiting = null;
        for (long now = 0, nextNeighbour = 0, nextVictim = 1_000; times.Count < Victims;)
        {
            for (; nextNeighbour <= now; nextNeighbour += random.Next(2 * neighbourInterval))
                neighbour.Add(driver.Submit(Request("neighbour", neighbour.Count)));
            if (waiting is null && nextVictim <= now)
            {
                waiting = (driver.Submit(Request("victim", times.Count)), nextVictim);
                nextVictim += VictimInterval;
            }

            now = driver.Scheduler.Step() ? now + StepCost + driver.Steps.StepSizes[^1] : Math.Min(nextNeighbour, nextVictim);
            neighbour.ForEach(request => request.Read());
            neighbour.RemoveAll(request => request.HasEnded);
            waiting?.Request.Read();
            if (waiting is { Request.Events.Count: > 0, At: var at })
            {
                times.Add(now - at);
                waiting = null;
            }
        }

        return times;
    }

    private static double Percentile(List<double> values, double part) => values.Order().ElementAt((int)(part * (values.Count - 1)));

    // No two prompts begin alike, so nothing is shared.
    private static GenerationRequest Request(string tenant, int number) => new()
    {
        PromptTokenIds = [3 + number / 250, 3 + number % 250, .. Enumerable.Repeat(9, PromptTokens - 2)],
        MaxTokens = AnswerTokens,
        Tenant = tenant,
    };

    private static StepDriver Driver(SchedulerOptions options) => new(
        options, new ModelLoadOptions { Threads = 1, KvCacheTokens = 16_384 }, new TinyLlamaShape { ContextLength = 1_024, LayerCount = 1 },
        withoutArithmetic: true);
}
