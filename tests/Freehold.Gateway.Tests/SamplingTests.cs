using System.Text;
using System.Text.Json;
using Freehold.Gateway.Tests.Support;

namespace Freehold.Gateway.Tests;

/// <summary>Formats, several choices and log-probabilities of local models, as OpenAI's clients ask for them and read them.</summary>
public sealed class SamplingTests
{
    private static readonly object Format = new
    {
        type = "json_schema",
        json_schema = new
        {
            name = "answer",
            strict = true,
            schema = new
            {
                type = "object",
                properties = new
                {
                    kind = new { @enum = new[] { "cat", "dog" } },
                    age = new { type = "integer", minimum = 0, maximum = 30 },
                },
                required = new[] { "kind", "age" },
                additionalProperties = false,
            },
        },
    };

    [Fact]
    public async Task An_answer_is_valid_under_its_schema_whole_and_streamed()
    {
        await using var house = await House.WithTinyAsync();
        var body = Chats.Body("tiny", maxTokens: 60) | ("temperature", 1.5) | ("seed", 3) | ("response_format", Format);

        var whole = (await house.Admin.PostAsync("/v1/chat/completions", body)).Expect(200);
        var streamed = (await house.Admin.PostAsync("/v1/chat/completions", body | ("stream", true))).Expect(200);

        Assert.Equal(whole.Text, streamed.Sse.Text);
        var value = JsonElement.Parse(whole.Text);
        Assert.Contains(value.GetProperty("kind").GetString(), (string[])["cat", "dog"]);
        Assert.InRange(value.GetProperty("age").GetInt32(), 0, 30);
        Assert.Equal("stop", whole.Json.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task Any_object_can_be_asked_for()
    {
        await using var house = await House.WithTinyAsync();
        var body = Chats.Body("tiny", maxTokens: 40) | ("temperature", 1) | ("seed", 1) | ("response_format", new { type = "json_object" });
        var answer = (await house.Admin.PostAsync("/v1/chat/completions", body)).Expect(200);
        Assert.Equal(JsonValueKind.Object, JsonElement.Parse(answer.Text).ValueKind);
    }

    public static TheoryData<string, string> BadFields() => new()
    {
        { """ "response_format":{"type":"xml"} """, "response_format.type" },
        { """ "response_format":{"type":"json_schema"} """, "response_format.json_schema.schema" },
        { """ "response_format":{"type":"json_schema","json_schema":{"schema":{"not":{}}}} """, "response_format" },
        { """ "logit_bias":{"100000":1} """, "logit_bias" },
        { """ "min_p":1.5 """, "min_p" },
        { """ "top_k":-1 """, "top_k" },
        { """ "repetition_penalty":0 """, "repetition_penalty" },
        { """ "n":100 """, "n" },
    };

    [Theory]
    [MemberData(nameof(BadFields))]
    public async Task A_bad_value_is_refused_by_its_name(string field, string param)
    {
        await using var house = await House.WithTinyAsync();
        var answer = await house.Admin.SendTextAsync(
            HttpMethod.Post, "/v1/chat/completions", $$"""{"model":"tiny","messages":[{"role":"user","content":"a"}],{{field}}}""");
        Assert.Equal(param, answer.Expect(400).Json.GetProperty("error").GetProperty("param").GetString());
    }

    [Fact]
    public async Task Each_token_comes_with_its_log_probability_and_its_alternatives()
    {
        await using var house = await House.WithTinyAsync();
        var body = Chats.Body("tiny") | ("logprobs", true) | ("top_logprobs", 2);
        var whole = (await house.Admin.PostAsync("/v1/chat/completions", body)).Expect(200);
        var tokens = whole.Json.GetProperty("choices")[0].GetProperty("logprobs").GetProperty("content").EnumerateArray().ToArray();

        Assert.Equal(whole.Json.GetProperty("usage").GetProperty("completion_tokens").GetInt32(), tokens.Length);
        var bytes = tokens.SelectMany(token => token.GetProperty("bytes").EnumerateArray()).Select(value => value.GetByte()).ToArray();
        Assert.Equal(whole.Text, Encoding.UTF8.GetString(bytes));
        Assert.All(tokens, token =>
        {
            // Greedy: the chosen token is the likeliest.
            Assert.Equal(2, token.GetProperty("top_logprobs").GetArrayLength());
            Assert.Equal(token.GetProperty("logprob").GetDouble(), token.GetProperty("top_logprobs")[0].GetProperty("logprob").GetDouble());
        });

        var streamed = (await house.Admin.PostAsync("/v1/chat/completions", body | ("stream", true))).Expect(200);
        var chunks = streamed.Sse.Chunks.SelectMany(chunk => chunk.GetProperty("choices").EnumerateArray())
            .Select(choice => choice.GetProperty("logprobs")).Where(logprobs => logprobs.ValueKind == JsonValueKind.Object)
            .SelectMany(logprobs => logprobs.GetProperty("content").EnumerateArray());
        Assert.Equal(tokens.Select(token => token.GetRawText()), chunks.Select(token => token.GetRawText()));
    }

    [Fact]
    public async Task Legacy_completions_give_log_probabilities_as_parallel_arrays()
    {
        await using var house = await House.WithTinyAsync();
        var answer = await house.Admin.PostAsync(
            "/v1/completions", new { model = "tiny", prompt = "once", max_tokens = 6, temperature = 0, logprobs = 3 });
        var choice = answer.Expect(200).Json.GetProperty("choices")[0];
        var logprobs = choice.GetProperty("logprobs");
        Assert.Equal(6, logprobs.GetProperty("tokens").GetArrayLength());
        Assert.Equal(6, logprobs.GetProperty("token_logprobs").GetArrayLength());
        Assert.InRange(logprobs.GetProperty("top_logprobs")[0].EnumerateObject().Count(), 1, 3);
        Assert.Equal(0, logprobs.GetProperty("text_offset")[0].GetInt32());
    }

    [Fact]
    public async Task Several_choices_are_those_of_the_following_seeds()
    {
        await using var house = await House.WithTinyAsync();
        var body = Chats.Body("tiny") | ("temperature", 1) | ("seed", 20);
        var alone = new List<string>();
        for (var i = 0; i < 3; i++)
            alone.Add((await house.Admin.PostAsync("/v1/chat/completions", body | ("seed", 20 + i))).Expect(200).Text);

        body |= ("seed", 20);
        var whole = (await house.Admin.PostAsync("/v1/chat/completions", body | ("n", 3))).Expect(200);
        var choices = whole.Json.GetProperty("choices").EnumerateArray().ToArray();
        Assert.Equal([0, 1, 2], choices.Select(choice => choice.GetProperty("index").GetInt32()));
        Assert.Equal(alone, choices.Select(choice => choice.GetProperty("message").GetProperty("content").GetString()));
        Assert.InRange(whole.Json.GetProperty("usage").GetProperty("completion_tokens").GetInt32(), 3, 36);

        var streamed = (await house.Admin.PostAsync("/v1/chat/completions", body | ("stream", true))).Expect(200);
        var parts = streamed.Sse.Chunks.SelectMany(chunk => chunk.GetProperty("choices").EnumerateArray())
            .GroupBy(choice => choice.GetProperty("index").GetInt32()).OrderBy(choice => choice.Key).ToArray();
        Assert.Equal(alone, parts.Select(choice => string.Concat(choice.Select(
            part => part.GetProperty("delta").TryGetProperty("content", out var text) ? text.GetString() : ""))));
        Assert.All(parts, choice => Assert.Single(choice, part => part.GetProperty("finish_reason").ValueKind == JsonValueKind.String));
    }

    [Fact]
    public async Task A_biased_token_is_chosen()
    {
        await using var house = await House.WithTinyAsync();
        var body = Chats.Body("tiny", maxTokens: 3) | ("logit_bias", new Dictionary<string, int> { ["300"] = 100 }) | ("logprobs", true);
        var tokens = (await house.Admin.PostAsync("/v1/chat/completions", body)).Expect(200)
            .Json.GetProperty("choices")[0].GetProperty("logprobs").GetProperty("content").EnumerateArray().ToArray();
        Assert.Equal(3, tokens.Length);
        Assert.Single(tokens.Select(token => token.GetProperty("token").GetString()).Distinct());
    }
}
