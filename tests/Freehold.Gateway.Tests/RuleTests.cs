using Freehold.Gateway.Tests.Support;
using Freehold.MockUpstream;

namespace Freehold.Gateway.Tests;

/// <summary>What a rule answers, on every API, before any model is asked.</summary>
public sealed class RuleTests
{
    private const string Policy = """
        zones: {internal: [any], confidential: [device], restricted: []}
        rules:
          - {name: hours, exact: Opening hours, answer: 9 to 5}
        workloads:
          sales:
            rules:
              - {name: order, pattern: 'where is order (?<id>\d+)', answer: 'Order {{id}} is on its way.', examples: [where is order 1]}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_rule_answers_and_nobody_is_asked(bool stream)
    {
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await House.StartAsync(new HouseSetup().Provider("mock", upstream));
        await house.SetPolicyAsync(Policy);

        var answer = (await house.Admin.PostAsync("/v1/chat/completions", Chats.Body("auto", " opening  HOURS", stream))).Expect(200);

        Assert.Equal("9 to 5", stream ? answer.Sse.Text : answer.Text);
        Assert.Equal(("rule:hours", "rule: hours"), (answer["x-freehold-model"], answer["x-freehold-decision"]));
        Assert.Equal(64, answer["x-freehold-model-digest"]!.Length);
        Assert.DoesNotContain(upstream.Requests, request => request.Method == "POST");
        var outcome = await house.Admin.OutcomeAsync(stream ? answer.Sse.Id : answer.Id);
        Assert.Equal(("completed", "rule:hours", 0), (outcome.GetProperty("status").GetString(), outcome.GetProperty("model").GetString(), outcome.GetProperty("cost_micro_usd").GetInt32()));
        Assert.Equal("rule:hours", Assert.Single(outcome.GetProperty("attempts").EnumerateArray()).GetProperty("candidate").GetString());
        Assert.Equal(1, Assert.Single(outcome.GetProperty("candidates").EnumerateArray()).GetProperty("propensity").GetDouble());
    }

    [Fact]
    public async Task Rules_of_a_workload_hold_for_it_by_header_or_metadata_and_for_completions()
    {
        await using var house = await House.StartAsync(new HouseSetup());
        await house.SetPolicyAsync(Policy);
        var metadata = Chats.Body("auto", "where is order 7") | ("metadata", new { workload = "sales" });

        Assert.Equal("Order 7 is on its way.", (await house.Admin.PostAsync("/v1/chat/completions", metadata)).Expect(200).Text);
        Assert.Equal("Order 8 is on its way.", (await house.Admin.ChatAsync("auto", "where is order 8", ("x-freehold-workload", "sales"))).Expect(200).Text);
        var completion = await house.Admin.PostAsync("/v1/completions", new { model = "auto", prompt = "opening hours" });
        Assert.Contains("9 to 5", completion.Expect(200).Body, StringComparison.Ordinal);
        (await house.Admin.ChatAsync("auto", "where is order 8")).ExpectError(503, "no_candidates");
        Assert.Equal("sales", (await house.Admin.OutcomesAsync())[^1].GetProperty("workload").GetString());
    }

    [Fact]
    public async Task A_workload_that_is_no_name_is_refused_in_metadata_too()
    {
        await using var house = await House.StartAsync(new HouseSetup());

        var refused = await house.Admin.PostAsync("/v1/chat/completions", Chats.Body("auto") | ("metadata", new { workload = "no spaces" }));

        Assert.Contains("metadata.workload", refused.ExpectError(400, "invalid_value"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_answers_neither_for_a_named_model_nor_where_a_form_is_asked_for_nor_where_the_label_may_go_nowhere()
    {
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await House.StartAsync(new HouseSetup().Provider("mock", upstream));
        await house.SetPolicyAsync(Policy);

        var named = await house.Admin.ChatAsync("mock/mock-model", "opening hours");
        var json = await house.Admin.PostAsync("/v1/chat/completions", Chats.Body("auto", "opening hours") | ("response_format", new { type = "json_object" }));
        var confidential = await house.Admin.ChatAsync("auto", "opening hours", ("x-freehold-label", "confidential"));
        var restricted = await house.Admin.ChatAsync("auto", "opening hours", ("x-freehold-label", "restricted"));

        Assert.Equal("mock/mock-model", named.Expect(200)["x-freehold-model"]);
        Assert.Equal("mock/mock-model", json.Expect(200)["x-freehold-model"]);
        Assert.Equal(("rule:hours", "Confidential"), (confidential.Expect(200)["x-freehold-model"], confidential["x-freehold-label"]));
        restricted.ExpectError(403, "label_forbids_zone");
    }
}
