using Freehold.Core.Features;
using Freehold.Core.Routing;

namespace Freehold.Core.Tests.Routing;

/// <summary>What <c>auto</c> chooses: limits, preference, exploration, and the conversation that stays.</summary>
public class ObjectiveTests
{
    private static readonly RoutableCandidate[] House =
    [
        Given.Local("tiny"), Given.Provider("up", "cheap", usdPerMillion: 1), Given.Provider("up", "dear", usdPerMillion: 20),
    ];

    private static readonly (string, double, double)[] Qualities = [("tiny", 0.5, 0.05), ("up/cheap", 0.7, 0.05), ("up/dear", 0.9, 0.05)];

    [Theory]
    [InlineData("", "tiny", "up/cheap", "up/dear")]
    [InlineData("prefer: cost, min_quality: 0.6", "up/cheap", "up/dear")]
    [InlineData("prefer: quality", "up/dear", "up/cheap", "tiny")]
    [InlineData("prefer: quality, max_cost_usd: 0.001", "up/cheap", "tiny")]
    [InlineData("prefer: latency", "up/cheap", "up/dear", "tiny")]
    [InlineData("prefer: latency, max_latency_p95_ms: 150, min_quality: 0.6", "up/cheap")]
    public void The_objective_decides_who_is_asked_and_in_which_order(string objective, params string[] ids) =>
        Assert.Equal(ids, Plan($"objective: {{{objective}}}").Ids());

    [Fact]
    public void Where_nobody_is_within_the_limits_each_says_which_one()
    {
        var plan = Plan("objective: {min_quality: 0.6, max_cost_usd: 0.001, max_latency_p95_ms: 50}");

        Assert.Equal(PlanRefusal.LimitExceeded, plan.Refusal);
        Assert.Equal(
        [
            "tiny: expected latency 500 ms is above max_latency_p95_ms 50",
            "up/cheap: expected latency 100 ms is above max_latency_p95_ms 50",
            "up/dear: expected cost 0.01512 is above max_cost_usd 0.001",
        ], plan.LeftOut.Select(left => $"{left.Id}: {left.Reason}"));
    }

    [Fact]
    public void Who_is_not_known_is_refused_for_no_limit_of_what_is_not_known()
    {
        var plan = RoutePlanner.Plan(
            new RouteQuery("auto", null, false), RequestFeatures.Empty, Given.Policy("objective: {min_quality: 0.9, max_latency_p95_ms: 1}"),
            new RoutingTable(House, _ => default));

        Assert.Equal(3, plan.Candidates.Count);
        Assert.All(plan.Candidates, candidate => Assert.Null(candidate.Estimate.Quality));
    }

    [Fact]
    public void Limits_do_not_hold_for_a_model_that_the_client_names() =>
        Assert.Equal(["up/dear"], Plan("objective: {max_cost_usd: 0.000001}", new RouteQuery("up/dear", null, false)).Ids());

    [Fact]
    public void An_estimate_counts_the_tokens_of_prompt_and_answer()
    {
        var plan = Plan("objective: {}", new RouteQuery("auto", null, false, PromptTokens: 1_000, MaxCompletionTokens: 100));

        Assert.Equal([0L, 1_100, 22_000], plan.Candidates.Select(candidate => candidate.Estimate.CostMicroUsd));
        Assert.Equal([500.0, 100, 200], plan.Candidates.Select(candidate => candidate.Estimate.LatencyMs!.Value));
        Assert.Equal((0.5, 0.05), (plan.Candidates[0].Estimate.Quality!.Value, plan.Candidates[0].Estimate.QualityDeviation!.Value));
    }

    [Fact]
    public void Exploration_lets_another_one_lead_within_its_budget_and_says_so()
    {
        var best = Plan("exploration: 0.1", new RouteQuery("auto", null, false, Draw: 0.5));
        var explored = Plan("exploration: 0.1", new RouteQuery("auto", null, false, Draw: 0.999));

        Assert.Equal(0.9, best.Candidates[0].Propensity, 12);
        Assert.Equal(0.1, best.Candidates.Skip(1).Sum(candidate => candidate.Propensity), 12);
        Assert.NotEqual("tiny", explored.Candidates[0].Id);
        Assert.Equal("auto: explored", explored.Reason);
        Assert.Equal(
            best.Candidates.ToDictionary(candidate => candidate.Id, candidate => candidate.Propensity),
            explored.Candidates.ToDictionary(candidate => candidate.Id, candidate => candidate.Propensity));
    }

    [Theory]
    [InlineData("prefer: cost", "up/dear", 1_000, "tiny")] // what it saves is more than what it costs
    [InlineData("prefer: quality", "tiny", 1_000, "up/dear")]
    [InlineData("prefer: quality", "up/cheap", 100_000, "up/cheap")] // to read so much again at the dear one is too much for a little quality
    [InlineData("prefer: latency", "up/dear", 100, "up/dear")] // 100 ms less, and 200 ms to read again
    public void A_conversation_stays_where_its_prefix_is_unless_the_gain_beats_the_switch(string objective, string holder, int held, string first) =>
        Assert.Equal(first, Plan(
            $"objective: {{{objective}}}\nexploration: 0.2",
            new RouteQuery("auto", null, false, PromptTokens: held + 10, HeldBy: holder, HeldTokens: held, Draw: 0.9999)).Candidates[0].Id);

    [Fact]
    public void A_holder_that_is_beyond_a_limit_does_not_hold() =>
        Assert.Equal("up/cheap", Plan(
            "objective: {min_quality: 0.6}", new RouteQuery("auto", null, false, HeldBy: "tiny", HeldTokens: 10_000)).Candidates[0].Id);

    [Fact]
    public void A_cascade_goes_to_its_partner_next()
    {
        var plan = Plan("cascade: {escalate_below: 0.7, escalate_to: up/dear}");

        Assert.Equal(["tiny", "up/dear", "up/cheap"], plan.Ids());
        Assert.Equal([0.7, null, null], plan.Candidates.Select(candidate => candidate.KeepAtProbability));
    }

    [Fact]
    public void Places_of_one_model_are_one_choice()
    {
        RoutableCandidate[] twice = [Given.Local("tiny"), Given.Local("tiny"), House[1]];

        var plan = RoutePlanner.Plan(
            new RouteQuery("auto", null, false), null, Given.Policy("exploration: 0.2"), new RoutingTable(twice, _ => default));

        Assert.Equal(["tiny", "tiny", "up/cheap"], plan.Ids());
        Assert.Equal([0.8, 0, 0.2], plan.Candidates.Select(candidate => Math.Round(candidate.Propensity, 12)));
    }

    private static RoutePlan Plan(string document, RouteQuery? query = null) => RoutePlanner.Plan(
        query ?? new RouteQuery("auto", null, false, PromptTokens: 500),
        RequestFeatures.Empty,
        Given.Policy(document),
        new RoutingTable(House, id => new CandidateRecord(default, id switch { "tiny" => 500, "up/cheap" => 100, _ => 200 }), Given.Quality(Qualities)));
}
