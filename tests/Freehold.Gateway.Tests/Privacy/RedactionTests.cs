using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Freehold.Gateway.Tests.Support;
using Freehold.MockUpstream;

namespace Freehold.Gateway.Tests.Privacy;

/// <summary>A provider gets placeholders, and the client gets its own words back, however the answer comes.</summary>
public sealed class RedactionTests
{
    private const string Mail = "ann.lee@corp.example.com";
    private const string Card = "4111 1111 1111 1111";
    private const string Text = $"\"Dear {Mail}\", <b>pay</b> with {Card} — {Mail}\n<PERSON_1>";

    private const string Policy = """
        default_label: internal
        zones: {public: [any], internal: [any], confidential: [any], restricted: [device]}
        labels: {redaction: reversible}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, 1_000)]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    [InlineData(true, 7)]
    [InlineData(true, 1_000)]
    public async Task A_chat_comes_back_as_it_was(bool stream, int pieceChars)
    {
        await using var upstream = await EchoAsync(pieceChars);
        await using var house = await StartAsync(upstream);

        var body = Chats.Body("mock/m", Text, stream) | ("n", 2) | ("logprobs", true) | ("stream_options", new { include_usage = true });
        var answer = (await house.Admin.PostAsync("/v1/chat/completions", stream ? body : Without(body, "stream_options"))).Expect(200);

        ExpectNothingOf(upstream, "<EMAIL_ADDRESS_1>", "<CREDIT_CARD_1>");
        var choices = Choices(answer, stream);
        foreach (var index in (int[])[0, 1])
        {
            var own = choices.Where(choice => choice.GetProperty("index").GetInt32() == index).ToArray();
            Assert.Equal(Text, string.Concat(own.Select(choice => Member(choice, stream).Content)));
            Assert.Equal(Text, string.Concat(own.SelectMany(Tokens).Select(token => token.GetProperty("token").GetString())));
            byte[] bytes = [.. own.SelectMany(Tokens).SelectMany(token => token.GetProperty("bytes").EnumerateArray()).Select(value => value.GetByte())];
            Assert.Equal(Text, Encoding.UTF8.GetString(bytes));
        }

        Assert.Equal("Confidential", answer["x-freehold-label"]);
        Assert.Equal(13, (await house.Admin.OutcomeAsync(stream ? answer.Sse.Id : answer.Id)).GetProperty("prompt_tokens").GetInt32());
    }

    [Theory]
    [InlineData(false, 1_000)]
    [InlineData(true, 1)]
    [InlineData(true, 3)]
    public async Task Arguments_of_tools_are_still_json_with_the_originals_in_them(bool stream, int pieceChars)
    {
        await using var upstream = await EchoAsync(pieceChars);
        await using var house = await StartAsync(upstream);
        var tool = new { type = "function", function = new { name = "echo", description = $"Of {Mail}", parameters = new { type = "object" } } };
        var made = new { id = "call_9", type = "function", function = new { name = "echo", arguments = $$"""{"text":"to {{Mail}} \"\u0061\" {{Card}}"}""" } };
        var body = new Body
        {
            ["model"] = "mock/m",
            ["stream"] = stream,
            ["tools"] = new[] { tool },
            ["messages"] = new object[]
            {
                new { role = "assistant", tool_calls = new[] { made } }, new { role = "tool", tool_call_id = "call_9", content = Card },
                new { role = "user", content = Text },
            },
        };

        var answer = (await house.Admin.PostAsync("/v1/chat/completions", body)).Expect(200);

        ExpectNothingOf(upstream, "{\\\"text\\\":\\\"to <EMAIL_ADDRESS_1> \\\\\\\"a\\\\\\\" <CREDIT_CARD_1>\\\"}");
        var calls = Choices(answer, stream).Select(choice => Member(choice, stream).Calls).Where(found => found.ValueKind == JsonValueKind.Array)
            .SelectMany(found => found.EnumerateArray()).ToLookup(call => call.GetProperty("index").GetInt32());
        foreach (var index in (int[])[0, 1])
        {
            var arguments = string.Concat(calls[index].Select(call => call.GetProperty("function").GetProperty("arguments").GetString()));
            Assert.Equal(Text, JsonNode.Parse(arguments)!["text"]!.GetValue<string>());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_legacy_completion_comes_back_as_it_was(bool stream)
    {
        await using var upstream = await EchoAsync(5);
        await using var house = await StartAsync(upstream);

        var answer = (await house.Admin.PostAsync("/v1/completions", new { model = "mock/m", prompt = Text, stream })).Expect(200);

        ExpectNothingOf(upstream, "<EMAIL_ADDRESS_1>");
        Assert.Equal(Text, string.Concat(Choices(answer, stream).Select(choice => choice.GetProperty("text").GetString())));
    }

    [Fact]
    public async Task What_a_broken_stream_held_back_is_not_lost()
    {
        await using var upstream = await MockUpstreamServer.StartAsync(
            new MockUpstreamOptions { EchoPieceChars = 4, Script = request => request.Method == "POST" ? MockFault.RawTail.ErrorEvent(3, $"cannot say '{Card}'") : null }, Stop);
        await using var house = await StartAsync(upstream);

        var answer = (await house.Admin.StreamAsync("mock/m", $"abc {Mail}")).Expect(200);

        Assert.Equal("abc <EMAIL_A", answer.Sse.Text);
        Assert.DoesNotContain(Card, answer.Body, StringComparison.Ordinal);
        Assert.Contains("[credit_card]", answer.Sse.Error!.Value.GetProperty("message").GetString(), StringComparison.Ordinal);
        var outcome = await house.Admin.OutcomeAsync(answer.Sse.Id);
        Assert.DoesNotContain(Card, outcome.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("[credit_card]", outcome.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fallback_from_this_device_to_a_provider_gets_placeholders()
    {
        await using var upstream = await EchoAsync(1_000);
        await using var house = await House.StartAsync(new HouseSetup().Model("tiny", TinyModel.Path).Provider("mock", upstream));
        await house.SetPolicyAsync(Policy + "\ncascade: {enabled: true, escalate_below: 1}\n");

        var local = (await house.Admin.ChatAsync("tiny", Text)).Expect(200);
        Assert.DoesNotContain(upstream.Requests, request => request.Method == "POST");
        var answer = (await house.Admin.ChatAsync("auto", Text)).Expect(200);

        Assert.Equal("tiny", local["x-freehold-model"]);
        Assert.Equal("mock/mock-model", answer["x-freehold-model"]);
        Assert.Equal(Text, answer.Text);
        ExpectNothingOf(upstream, "<EMAIL_ADDRESS_1>");
    }

    [Fact]
    public async Task A_redacted_label_lets_personal_data_out_as_placeholders_and_nothing_else()
    {
        await using var upstream = await EchoAsync(1_000);
        await using var house = await StartAsync(upstream, """
            labels: {redaction: reversible, redacted_label: internal, terms: [{term: Nightjar, label: confidential}]}
            """);

        var answer = (await house.Admin.ChatAsync("mock/m", Text)).Expect(200);
        (await house.Admin.ChatAsync("mock/m", $"{Mail} on Nightjar")).ExpectError(403, "label_forbids_zone");
        (await house.Admin.ChatAsync("mock/m", Text, ("x-freehold-label", "confidential"))).ExpectError(403, "label_forbids_zone");

        Assert.Equal((Text, "Confidential"), (answer.Text, answer["x-freehold-label"]));
        Assert.Equal(1, upstream.Requests.Count(request => request.Method == "POST"));
        ExpectNothingOf(upstream, "<EMAIL_ADDRESS_1>");
    }

    [Fact]
    public async Task Without_redaction_in_the_policy_a_body_passes_byte_for_byte()
    {
        await using var upstream = await EchoAsync(1_000);
        await using var house = await StartAsync(upstream, Policy.Replace("reversible", "off", StringComparison.Ordinal));
        const string body = """{"model":"m", "messages":[{"role":"user","content":"to ann.lee\u0040corp.example.com"}]}""";

        (await house.Admin.SendTextAsync(HttpMethod.Post, "/v1/chat/completions", body.Replace("\"m\"", "\"mock/m\"", StringComparison.Ordinal))).Expect(200);

        Assert.Equal(body, Received(upstream));
    }

    [Fact]
    public async Task A_comment_of_feedback_is_kept_without_what_names_somebody()
    {
        await using var house = await House.WithTinyAsync();
        var response = (await house.Admin.ChatAsync("tiny")).Expect(200).Id;

        (await house.Admin.PostAsync("/v1/feedback", new { response_id = response, score = 0, comment = $"It wrote to {Mail}!" })).Expect(200);

        var feedback = (await house.Admin.OutcomeAsync(response)).GetProperty("feedback")[0];
        Assert.Equal("It wrote to [email_address]!", feedback.GetProperty("comment").GetString());
    }

    private static Task<MockUpstreamServer> EchoAsync(int pieceChars) =>
        MockUpstreamServer.StartAsync(new MockUpstreamOptions { EchoPieceChars = pieceChars }, Stop);

    private static async Task<House> StartAsync(MockUpstreamServer upstream, string policy = Policy)
    {
        var house = await House.StartAsync(new HouseSetup().Provider("mock", upstream, ("Models:m:PromptUsdPerMillion", "1")));
        await house.SetPolicyAsync(policy);
        return house;
    }

    private static string Received(MockUpstreamServer upstream) =>
        Encoding.UTF8.GetString(upstream.Requests.Last(request => request.Method == "POST").Body.Span);

    private static void ExpectNothingOf(MockUpstreamServer upstream, params string[] placeholders)
    {
        var received = Received(upstream);
        Assert.DoesNotContain("ann.lee", received, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("corp.example", received, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("1111", received, StringComparison.Ordinal);
        Assert.All(placeholders, placeholder => Assert.Contains(placeholder, received, StringComparison.Ordinal));
    }

    private static JsonElement[] Choices(ApiAnswer answer, bool stream) =>
        [.. (stream ? answer.Sse.Chunks : [answer.Json]).SelectMany(body => body.GetProperty("choices").EnumerateArray())];

    private static (string? Content, JsonElement Calls) Member(JsonElement choice, bool stream)
    {
        var message = choice.GetProperty(stream ? "delta" : "message");
        return (message.TryGetProperty("content", out var content) ? content.GetString() : null,
            message.TryGetProperty("tool_calls", out var calls) ? calls : default);
    }

    private static IEnumerable<JsonElement> Tokens(JsonElement choice) =>
        choice.GetProperty("logprobs") is { ValueKind: JsonValueKind.Object } logprobs ? logprobs.GetProperty("content").EnumerateArray() : [];

    private static Body Without(Body body, string name)
    {
        body.Remove(name);
        return body;
    }
}
