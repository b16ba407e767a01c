using System.Text.Json;
using Freehold.Gateway.Tests.Support;
using Freehold.MockUpstream;

namespace Freehold.Gateway.Tests;

/// <summary>Who answers: policy, confidence and label decide.</summary>
public sealed class RoutingTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Below_its_threshold_a_local_answer_gives_way_to_a_provider(bool stream)
    {
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await House.StartAsync(new HouseSetup().Model("tiny", TinyModel.Path).Provider("mock", upstream));
        await house.EscalateBelowAsync(1);

        var answer = (await house.Admin.PostAsync("/v1/chat/completions", Chats.Body("auto", stream: stream))).Expect(200);

        Assert.Contains(stream ? "word0" : "doing well", answer.Body, StringComparison.Ordinal);
        Assert.Equal("mock/mock-model", answer["x-freehold-model"]);
        Assert.StartsWith("auto: escalated, tiny is right with probability 0.", answer["x-freehold-decision"], StringComparison.Ordinal);
        Assert.EndsWith("below 1.00 (assumed, not learned)", answer["x-freehold-decision"], StringComparison.Ordinal);
        var outcome = await house.Admin.OutcomeAsync(stream ? answer.Sse.Id : answer.Id);
        Assert.Equal(["escalated", "answered"], Results(outcome));
        Assert.Equal(2, outcome.GetProperty("policy_version").GetInt32());
    }

    [Fact]
    public async Task Above_its_threshold_a_local_answer_stays()
    {
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await House.StartAsync(new HouseSetup().Model("tiny", TinyModel.Path).Provider("mock", upstream));
        await house.EscalateBelowAsync(0);

        var answer = (await house.Admin.ChatAsync("auto")).Expect(200);
        var streamed = (await house.Admin.StreamAsync("auto")).Expect(200);

        Assert.Equal("tiny", answer["x-freehold-model"]);
        Assert.Equal("tiny", streamed["x-freehold-model"]);
        Assert.Equal(answer.Text, streamed.Sse.Text);
        Assert.DoesNotContain(upstream.Requests, request => request.Method == "POST");
        Assert.Equal(["answered"], Results(await house.Admin.OutcomeAsync(answer.Id)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_no_provider_answers_the_held_local_answer_is_delivered(bool stream)
    {
        await using var upstream = await MockUpstreamServer.StartAsync(
            new MockUpstreamOptions { Script = request => request.Method == "POST" ? new MockFault.Status(500, "{}") : null }, Stop);
        await using var house = await House.StartAsync(new HouseSetup().Model("tiny", TinyModel.Path).Provider("mock", upstream));
        var named = (await house.Admin.ChatAsync("tiny")).Expect(200).Text;
        await house.EscalateBelowAsync(1);

        var answer = (await house.Admin.PostAsync("/v1/chat/completions", Chats.Body("auto", stream: stream))).Expect(200);

        Assert.Equal(named, stream ? answer.Sse.Text : answer.Text);
        Assert.Equal("tiny", answer["x-freehold-model"]);
        Assert.Contains("kept below its threshold", answer["x-freehold-decision"], StringComparison.Ordinal);
        var outcome = await house.Admin.OutcomeAsync(stream ? answer.Sse.Id : answer.Id);
        Assert.Equal("completed", outcome.GetProperty("status").GetString());
        Assert.Equal(["answered", "failed"], Results(outcome));
        Assert.Equal("tiny", outcome.GetProperty("model").GetString());
        Assert.Equal(12, outcome.GetProperty("completion_tokens").GetInt32());
    }

    [Theory]
    [InlineData("restricted", "onprem")]
    [InlineData("confidential", "any")]
    [InlineData("Confidential", "region:eu")]
    public async Task Where_the_label_forbids_the_zone_no_byte_goes_there(string label, string zone)
    {
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await House.StartAsync(new HouseSetup().Provider("mock", upstream, ("Zone", zone), ("Models:m:PromptUsdPerMillion", "1")));

        foreach (var model in (string[])["mock/m", "m", "mock", "auto"])
        {
            var answer = await house.Admin.ChatAsync(model, "Hello", ("x-freehold-label", label));
            answer.ExpectError(403, "label_forbids_zone");
        }

        Assert.Equal(0, upstream.RequestCount);
        Assert.All(await house.Admin.OutcomesAsync(), outcome => Assert.Equal("refused", outcome.GetProperty("status").GetString()));
        Assert.Equal(4, (await house.Admin.OutcomesAsync()).Length);
        (await house.Admin.ChatAsync("mock/m", "Hello", ("x-freehold-label", "public"))).Expect(200);
    }

    [Fact]
    public async Task A_restricted_request_stays_on_the_device_however_little_confident_the_answer()
    {
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await House.StartAsync(new HouseSetup().Model("tiny", TinyModel.Path).Provider("mock", upstream));
        await house.EscalateBelowAsync(1);

        var answer = (await house.Admin.ChatAsync("auto", "Hello", ("x-freehold-label", "Restricted"))).Expect(200);

        Assert.Equal("tiny", answer["x-freehold-model"]);
        Assert.Equal("Restricted", answer["x-freehold-label"]);
        Assert.DoesNotContain(upstream.Requests, request => request.Method == "POST");
        var candidates = (await house.Admin.OutcomeAsync(answer.Id)).GetProperty("candidates").EnumerateArray().ToArray();
        Assert.Equal([true, false], candidates.Select(candidate => candidate.GetProperty("allowed").GetBoolean()).Take(2));
    }

    [Fact]
    public async Task A_label_that_cannot_be_read_is_refused()
    {
        await using var house = await House.WithTinyAsync();
        foreach (var label in (string[])["secret", "3", "", "public,restricted"])
        {
            (await house.Admin.ChatAsync("tiny", "Hello", ("x-freehold-label", label))).ExpectError(400, "invalid_value");
        }

        (await house.Admin.ChatAsync("tiny", "Hello", ("x-freehold-label", "public"), ("x-freehold-label", "restricted"))).ExpectError(400, "invalid_value");
        (await house.Admin.ChatAsync("tiny", "Hello", ("x-freehold-workload", "no spaces"))).ExpectError(400, "invalid_value");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_too_long_for_the_local_model_goes_to_a_provider(bool stream)
    {
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await House.StartAsync(new HouseSetup().Model("tiny", TinyModel.Path).Provider("mock", upstream));
        var words = string.Join(' ', Enumerable.Repeat("word", 1_000));

        var answer = (await house.Admin.PostAsync("/v1/chat/completions", Chats.Body("auto", words, stream))).Expect(200);

        Assert.Equal("mock/mock-model", answer["x-freehold-model"]);
        Assert.Equal(["refused", "answered"], Results(await house.Admin.OutcomeAsync(stream ? answer.Sse.Id : answer.Id)));
    }

    [Fact]
    public async Task What_only_a_provider_can_do_goes_to_one()
    {
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await House.StartAsync(new HouseSetup().Model("tiny", TinyModel.Path).Provider("mock", upstream));
        var tools = new[] { new { type = "function", function = new { name = "f", parameters = new { type = "object" } } } };

        var automatic = await house.Admin.PostAsync("/v1/chat/completions", Chats.Body("auto") | ("tools", tools));
        var named = await house.Admin.PostAsync("/v1/chat/completions", Chats.Body("tiny") | ("tools", tools));

        Assert.Equal("mock/mock-model", automatic.Expect(200)["x-freehold-model"]);
        named.ExpectError(400, "unsupported_parameter");
    }

    private static IEnumerable<string?> Results(JsonElement outcome) =>
        outcome.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("result").GetString());
}
