using System.Globalization;
using System.Text.Json;
using Freehold.Gateway.Tests.Support;
using Freehold.MockUpstream;

namespace Freehold.Gateway.Tests;

/// <summary>How local answers are judged before they go out, and what is told of it.</summary>
public sealed class CascadeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_kept_answer_says_how_likely_it_is_to_be_right(bool stream)
    {
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await House.StartAsync(new HouseSetup().Model("tiny", TinyModel.Path).Provider("mock", upstream));
        await house.EscalateBelowAsync(0);

        var answer = (await house.Admin.PostAsync("/v1/chat/completions", Chats.Body("auto", stream: stream))).Expect(200);

        var told = double.Parse(answer["x-freehold-confidence"]!, CultureInfo.InvariantCulture);
        var attempt = await AttemptAsync(house, stream ? answer.Sse.Id : answer.Id);
        Assert.Equal(attempt.GetProperty("probability").GetDouble(), told, 0.001);
        Assert.Equal(0, attempt.GetProperty("calibration_version").GetInt64());
        Assert.DoesNotContain("logprobs\":{", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_no_cascade_judges_says_nothing()
    {
        await using var house = await House.WithTinyAsync();

        var answer = (await house.Admin.ChatAsync("tiny")).Expect(200);

        Assert.Null(answer["x-freehold-confidence"]);
        Assert.False((await AttemptAsync(house, answer.Id)).TryGetProperty("probability", out var probability) && probability.ValueKind == JsonValueKind.Number);
    }

    [Fact]
    public async Task Alternatives_that_the_client_asked_for_are_given_as_asked_under_a_cascade_too()
    {
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await House.StartAsync(new HouseSetup().Model("tiny", TinyModel.Path).Provider("mock", upstream));
        await house.EscalateBelowAsync(0);

        var body = Chats.Body("auto") | ("logprobs", true) | ("top_logprobs", 1);
        var tokens = (await house.Admin.PostAsync("/v1/chat/completions", body)).Expect(200).Json
            .GetProperty("choices")[0].GetProperty("logprobs").GetProperty("content").EnumerateArray().ToArray();

        Assert.NotEmpty(tokens);
        Assert.All(tokens, token => Assert.Equal(1, token.GetProperty("top_logprobs").GetArrayLength()));
    }

    [Fact]
    public async Task Samples_that_are_drawn_to_compare_change_the_probability_and_nothing_of_the_answer()
    {
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await House.StartAsync(new HouseSetup().Model("tiny", TinyModel.Path).Provider("mock", upstream));
        await house.EscalateBelowAsync(0);
        var alone = (await house.Admin.ChatAsync("auto")).Expect(200);
        await house.SetPolicyAsync("cascade: {escalate_below: 0, self_consistency: 3}");

        var compared = (await house.Admin.ChatAsync("auto")).Expect(200);

        Assert.Equal(alone.Text, compared.Text);
        var (before, after) = (await AttemptAsync(house, alone.Id), await AttemptAsync(house, compared.Id));
        Assert.NotEqual(before.GetProperty("probability").GetDouble(), after.GetProperty("probability").GetDouble());
        Assert.Equal(before.GetProperty("completion_tokens").GetInt32(), after.GetProperty("completion_tokens").GetInt32());
    }

    [Fact]
    public async Task The_next_turn_of_a_conversation_stays_with_who_answered_the_one_before()
    {
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await House.StartAsync(new HouseSetup().Model("tiny", TinyModel.Path).Provider("mock", upstream));
        object[] first = [new { role = "user", content = "Hello" }];
        var begun = (await house.Admin.PostAsync("/v1/chat/completions", new { model = "mock/mock-model", messages = first })).Expect(200);
        object[] second = [.. first, new { role = "assistant", content = begun.Text }, new { role = "user", content = "And now?" }];

        var continued = (await house.Admin.PostAsync("/v1/chat/completions", new { model = "auto", messages = second, max_tokens = 4 })).Expect(200);
        var other = (await house.Admin.ChatAsync("auto", "Something else")).Expect(200);

        Assert.Equal("auto: holds the conversation", continued["x-freehold-decision"]);
        Assert.Equal("mock/mock-model", continued["x-freehold-model"]);
        Assert.DoesNotContain("holds", other["x-freehold-decision"], StringComparison.Ordinal);
    }

    private static async Task<JsonElement> AttemptAsync(House house, string id) =>
        (await house.Admin.OutcomeAsync(id)).GetProperty("attempts").EnumerateArray().Last();
}
