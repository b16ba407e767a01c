using System.Text.Json;
using Freehold.Gateway.Tests.Support;
using Freehold.MockUpstream;
using Freehold.Testing;

namespace Freehold.Gateway.Tests;

/// <summary>What the log says of an answer, and that it still says so after a restart.</summary>
public sealed class OutcomeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, "0.15", "0.6", null, 11)] // 13 * 0.15 + 14 * 0.6 = 10.35, rounded up
    [InlineData(true, "0.15", "0.6", null, 11)]
    [InlineData(false, "0.15", "0.6", "0.075", 10)] // 8 * 0.15 + 5 * 0.075 + 14 * 0.6 = 9.975
    [InlineData(true, "1000", "2000", "0", 36_000)]
    [InlineData(false, "0", "0", null, 0)]
    public async Task The_cost_of_an_answer_is_its_tokens_at_the_configured_price(
        bool stream, string prompt, string completion, string? cached, long costMicroUsd)
    {
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        var setup = new HouseSetup().Provider("mock", upstream, ("Price:PromptUsdPerMillion", prompt), ("Price:CompletionUsdPerMillion", completion));
        if (cached is not null)
        {
            setup.With("Freehold:Providers:mock:Price:CachedPromptUsdPerMillion", cached);
        }

        await using var house = await House.StartAsync(setup);
        var answer = (await house.Admin.PostAsync("/v1/chat/completions", Chats.Body("mock/mock-model", stream: stream))).Expect(200);

        var outcome = await house.Admin.OutcomeAsync(stream ? answer.Sse.Id : answer.Id);
        var attempt = Assert.Single(outcome.GetProperty("attempts").EnumerateArray());
        foreach (var element in (JsonElement[])[outcome, attempt])
        {
            Assert.Equal(costMicroUsd, element.GetProperty("cost_micro_usd").GetInt64());
            Assert.Equal(13, element.GetProperty("prompt_tokens").GetInt32());
            Assert.Equal(14, element.GetProperty("completion_tokens").GetInt32());
        }

        var usd = (costMicroUsd / 1_000_000m).ToString("0.000000", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(usd, stream ? Assert.Single(answer.Sse.Comments)["x-freehold-cost-usd: ".Length..] : answer["x-freehold-cost-usd"]);
    }

    [Fact]
    public async Task A_local_answer_leaves_a_whole_outcome()
    {
        await using var house = await House.WithTinyAsync();

        var answer = (await house.Admin.ChatAsync("tiny", "Hello", ("x-freehold-workload", "greet"), ("x-freehold-label", "confidential"))).Expect(200);

        var outcome = await house.Admin.OutcomeAsync(answer.Id);
        Assert.Equal("default", Text(outcome, "tenant"));
        Assert.Equal("admin", Text(outcome, "key_id"));
        Assert.Equal("chat.completions", Text(outcome, "api"));
        Assert.Equal("Confidential", Text(outcome, "label"));
        Assert.Equal("greet", Text(outcome, "workload"));
        Assert.Equal("tiny", Text(outcome, "requested_model"));
        Assert.Equal("tiny", Text(outcome, "model"));
        Assert.Equal(answer["x-freehold-model-digest"], Text(outcome, "model_digest"));
        Assert.Equal(answer["x-freehold-decision"], Text(outcome, "decision"));
        Assert.Equal("completed", Text(outcome, "status"));
        Assert.Equal(200, outcome.GetProperty("http_status").GetInt32());
        var usage = answer.Json.GetProperty("usage");
        Assert.Equal(usage.GetProperty("prompt_tokens").GetInt32(), outcome.GetProperty("prompt_tokens").GetInt32());
        Assert.Equal(12, outcome.GetProperty("completion_tokens").GetInt32());
        Assert.Equal(0, outcome.GetProperty("cost_micro_usd").GetInt64());
        Assert.InRange(outcome.GetProperty("confidence").GetDouble(), -20, -1e-9);
        Assert.InRange(outcome.GetProperty("first_byte_ms").GetDouble(), 0, outcome.GetProperty("total_ms").GetDouble());
        var candidate = Assert.Single(outcome.GetProperty("candidates").EnumerateArray());
        Assert.Equal(1, candidate.GetProperty("propensity").GetDouble());
        Assert.Equal("answered", Text(Assert.Single(outcome.GetProperty("attempts").EnumerateArray()), "result"));
    }

    [Fact]
    public async Task The_right_answer_in_feedback_is_kept_without_personal_data_as_an_edit()
    {
        await using var house = await House.StartAsync(new HouseSetup().Model("tiny", TinyModel.Path));
        var response = (await house.Admin.ChatAsync("tiny", "Once upon a time")).Expect(200).Id;

        (await house.Admin.PostAsync("/v1/feedback", new { response_id = response, answer = "Write to ann.smith@example.com" })).Expect(200);

        var feedback = (await house.Admin.OutcomeAsync(response)).GetProperty("feedback").EnumerateArray().Single();
        Assert.Equal(("edited", "Write to [email_address]"), (Text(feedback, "label"), Text(feedback, "answer")));
    }

    [Fact]
    public async Task Feedback_is_joined_to_its_outcome()
    {
        await using var house = await House.WithTinyAsync();
        var response = (await house.Admin.ChatAsync("tiny")).Expect(200).Id;

        (await house.Admin.PostAsync("/v1/feedback", new { response_id = response, score = 0.25, comment = "meh" })).Expect(200);
        (await house.Admin.PostAsync("/v1/feedback", new { response_id = response, label = "accepted" })).Expect(200);

        var feedback = (await house.Admin.OutcomeAsync(response)).GetProperty("feedback").EnumerateArray().ToArray();
        Assert.Equal(2, feedback.Length);
        Assert.Equal(0.25, feedback[0].GetProperty("score").GetDouble());
        Assert.Equal("meh", Text(feedback[0], "comment"));
        Assert.Equal("accepted", Text(feedback[1], "label"));
        (await house.Admin.PostAsync("/v1/feedback", new { response_id = "chatcmpl-no-such", score = 1 })).ExpectError(404, "response_not_found");
        Assert.Equal(400, (await house.Admin.PostAsync("/v1/feedback", new { response_id = response, score = 2 })).Status);
        Assert.Equal(400, (await house.Admin.PostAsync("/v1/feedback", new { response_id = response })).Status);
    }

    [Fact]
    public async Task Outcomes_are_paged_in_both_directions()
    {
        await using var house = await House.WithTinyAsync();
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add((await house.Admin.ChatAsync("tiny")).Expect(200).Id);
        }

        var newest = (await house.Admin.GetAsync("/v1/outcomes?limit=2")).Expect(200).Json;
        Assert.True(newest.GetProperty("has_more").GetBoolean());
        Assert.Equal([ids[4], ids[3]], Ids(newest.GetProperty("data")));
        var sequence = newest.GetProperty("data")[1].GetProperty("sequence").GetInt64();
        Assert.Equal([ids[2], ids[1], ids[0]], Ids((await house.Admin.GetAsync($"/v1/outcomes?before={sequence}")).Json.GetProperty("data")));
        Assert.Equal([ids[4]], Ids((await house.Admin.GetAsync($"/v1/outcomes?after={sequence}")).Json.GetProperty("data")));
        foreach (var bad in (string[])["limit=0", "limit=x", "limit=100000", "after=-1", "before=0"])
        {
            Assert.Equal(400, (await house.Admin.GetAsync($"/v1/outcomes?{bad}")).Status);
        }
    }

    [Fact]
    public async Task A_restart_keeps_outcomes_tenants_keys_policy_and_figures()
    {
        using var folder = new TempFolder();
        string secret, figures, policy;
        JsonElement outcome;
        await using (var house = await House.StartAsync(new HouseSetup { DataFolder = folder.FullPath }.Model("tiny", TinyModel.Path)))
        {
            (await house.Admin.PostAsync("/admin/tenants", new { tenant = "acme", display_name = "Acme Corp" })).Expect(201);
            secret = (await house.NewKeyAsync("acme")).Secret;
            await house.EscalateBelowAsync(0.25);
            policy = (await house.Admin.GetAsync("/admin/tenants/default/policy")).Expect(200).Body;
            var response = (await house.Client(secret).ChatAsync("tiny")).Expect(200).Id;
            (await house.Client(secret).PostAsync("/v1/feedback", new { response_id = response, score = 1 })).Expect(200);
            outcome = Assert.Single(await house.Client(secret).OutcomesAsync());
            (await house.Admin.ChatAsync("tiny")).Expect(200);
            figures = await FiguresAsync(house);
        }

        await using var again = await House.StartAsync(new HouseSetup { DataFolder = folder.FullPath }.Model("tiny", TinyModel.Path));
        Assert.Equal(outcome.GetRawText(), Assert.Single(await again.Client(secret).OutcomesAsync()).GetRawText());
        Assert.Contains("Acme Corp", (await again.Admin.GetAsync("/admin/tenants")).Expect(200).Body, StringComparison.Ordinal);
        Assert.Equal(policy, (await again.Admin.GetAsync("/admin/tenants/default/policy")).Expect(200).Body);
        Assert.Equal(figures, await FiguresAsync(again));
        (await again.Client(secret).ChatAsync("tiny")).Expect(200);
    }

    private static Task<string> FiguresAsync(House house) => Eventually.GetAsync("the figures count the request", async () =>
        (await house.Admin.GetAsync("/admin/models")).Expect(200).Json.GetProperty("candidates")[0].TryGetProperty("figures", out var figures)
            ? figures.GetRawText()
            : null);

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static IEnumerable<string?> Ids(JsonElement outcomes) => outcomes.EnumerateArray().Select(outcome => Text(outcome, "id"));
}
