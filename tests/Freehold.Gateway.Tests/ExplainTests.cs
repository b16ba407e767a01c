using System.Text.Json;
using Freehold.Gateway.Tests.Support;
using Freehold.MockUpstream;

namespace Freehold.Gateway.Tests;

/// <summary>What <c>/v1/route/explain</c> says, against what then happens.</summary>
public sealed class ExplainTests
{
    private const string Path = "/v1/route/explain";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_candidate_is_there_with_its_expectations_and_its_reason_and_nobody_is_asked()
    {
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await House.StartAsync(
            new HouseSetup().Model("tiny", TinyModel.Path).Provider("mock", upstream, ("Models:m:PromptUsdPerMillion", "2"), ("Models:m:CompletionUsdPerMillion", "8")));
        await house.SetPolicyAsync("exploration: 0.1\ncascade: {escalate_below: 0.7}\nworkloads: {w: {objective: {max_cost_usd: 0.000001}}}");

        var auto = (await house.Admin.PostAsync(Path, new { prompt = "my secret question of twelve words" })).Expect(200);
        var limited = (await house.Admin.PostAsync(Path, Chats.Body("auto"), ("x-freehold-workload", "w"))).Expect(200).Json;

        Assert.DoesNotContain("secret question", auto.Body, StringComparison.Ordinal);
        var (local, provider) = (Candidate(auto.Json, 0), Candidate(auto.Json, 1));
        Assert.Equal(("tiny", "device", true, 0.9), (Text(local, "id"), Text(local, "zone"), local.GetProperty("allowed").GetBoolean(), local.GetProperty("propensity").GetDouble()));
        Assert.Equal((0.7, 0), (local.GetProperty("keep_at_probability").GetDouble(), local.GetProperty("expected_cost_micro_usd").GetInt32()));
        Assert.Equal(("mock/m", 0.1), (Text(provider, "id"), Math.Round(provider.GetProperty("propensity").GetDouble(), 12)));
        Assert.Equal((9 * 2) + (256 * 8), provider.GetProperty("expected_cost_micro_usd").GetInt32());
        Assert.Equal((2, "Internal", "auto: cheapest within the limits"), (auto.Json.GetProperty("policy_version").GetInt32(), Text(auto.Json, "label"), Text(auto.Json, "decision")));
        Assert.Equal(("w", 1.0), (Text(limited, "workload"), limited.GetProperty("workload_confidence").GetDouble()));
        Assert.Contains("is above max_cost_usd", Text(Candidate(limited, 1), "reason"), StringComparison.Ordinal);
        Assert.DoesNotContain(upstream.Requests, request => request.Method == "POST");
        Assert.Empty(await house.Admin.OutcomesAsync());
    }

    [Fact]
    public async Task It_tells_the_label_with_its_kinds_the_rule_and_the_refusal()
    {
        await using var house = await House.StartAsync(new HouseSetup().Provider("mock", "http://127.0.0.1:1", ("Models:m:PromptUsdPerMillion", "2")));
        await house.SetPolicyAsync("rules: [{name: hi, exact: hi there, answer: hello}]");

        var rule = (await house.Admin.PostAsync(Path, new { prompt = "Hi there" })).Expect(200).Json;
        var personal = (await house.Admin.PostAsync(Path, new { prompt = "Write to anna.smith@example.com" })).Expect(200).Json;

        Assert.Equal(("hi", "rule:hi"), (Text(rule, "rule"), Text(Candidate(rule, 0), "id")));
        Assert.Equal(("Confidential", "label_forbids_zone"), (Text(personal, "label"), Text(personal, "refusal")));
        Assert.Contains("email_address", personal.GetProperty("sensitive_kinds").EnumerateArray().Select(kind => kind.GetString()));
        Assert.Equal("label Confidential may not go to zone any", Text(Candidate(personal, 0), "reason"));
    }

    [Fact]
    public async Task A_workload_is_known_again_from_the_examples_of_the_policy()
    {
        await using var house = await House.StartAsync(new HouseSetup());
        await house.SetPolicyAsync("""
            workloads:
              sql: {examples: [Write an SQL query that sums the sales by month, Select the ten customers with the most orders in SQL, Why is this SQL query slow?]}
              translate: {examples: ["Translate into German: good morning", "Translate this sentence into French: the cat sleeps", "Please translate the text into Spanish"]}
            """);

        var known = (await house.Admin.PostAsync(Path, new { prompt = "Write an SQL query that counts the orders by customer" })).Expect(200).Json;
        var unknown = (await house.Admin.PostAsync(Path, new { prompt = "zxcv qwer" })).Expect(200).Json;

        Assert.Equal("sql", Text(known, "workload"));
        Assert.InRange(known.GetProperty("workload_confidence").GetDouble(), 0.5, 1);
        Assert.False(unknown.TryGetProperty("workload", out _));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"prompt\": 5}")]
    [InlineData("{\"messages\": []}")]
    [InlineData("not json")]
    public async Task A_body_that_is_no_request_is_refused_as_a_chat_request_is(string body)
    {
        await using var house = await House.StartAsync(new HouseSetup());

        (await house.Admin.SendTextAsync(HttpMethod.Post, Path, body)).Expect(400);
    }

    private static JsonElement Candidate(JsonElement explanation, int index) => explanation.GetProperty("candidates")[index];

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
