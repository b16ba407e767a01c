using System.Net.Http.Headers;
using Freehold.Gateway.Tests.Support;
using Freehold.MockUpstream;

namespace Freehold.Gateway.Tests;

/// <summary>Bad requests: each gets an error of OpenAI's form that says what and where, and nobody else notices.</summary>
public sealed class BadInputTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"model":"tiny"}""")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("""{"model":"tiny","messages":[]}""")]
    [InlineData("""{"model":"tiny","messages":[{"role":"king","content":"x"}]}""")]
    [InlineData("""{"model":"tiny","messages":[{"role":"user"}]}""")]
    [InlineData("""{"model":"tiny","messages":[{"role":"user","content":"x"}],"temperature":3}""")]
    [InlineData("""{"model":"tiny","messages":[{"role":"user","content":"x"}],"max_tokens":0}""")]
    [InlineData("""{"model":"","messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("""{"model":"tiny","messages":[{"role":"user","content":"x"}]} and more""")]
    public async Task A_body_that_is_no_request_is_refused_with_what_and_where(string body)
    {
        await using var house = await House.WithTinyAsync();

        var answer = (await house.Admin.SendTextAsync(HttpMethod.Post, "/v1/chat/completions", body)).Expect(400);

        Assert.Equal("invalid_request_error", answer.Json.GetProperty("error").GetProperty("type").GetString());
        Assert.StartsWith("req_", answer["x-request-id"], StringComparison.Ordinal);
        (await house.Admin.ChatAsync("tiny")).Expect(200);
    }

    [Fact]
    public async Task Deep_nesting_and_broken_text_are_refused()
    {
        await using var house = await House.WithTinyAsync();
        var deep = $$"""{"model":"tiny","messages":{{new string('[', 100_000)}}""";
        (await house.Admin.SendTextAsync(HttpMethod.Post, "/v1/chat/completions", deep)).Expect(400);

        byte[] broken = [.. """{"model":"tiny","messages":[{"role":"user","content":" """u8, 0xFF, 0xFE, .. "\"}]}"u8];
        using var content = new ByteArrayContent(broken);
        using var response = await house.Admin.Http.PostAsync("/v1/chat/completions", content, Stop);
        (await ApiAnswer.ReadAsync(response)).Expect(400);
        (await house.Admin.ChatAsync("tiny", "\ud83d\ude00 \0 \u2028")).Expect(200);
    }

    [Fact]
    public async Task An_unknown_model_is_not_found_unless_an_upstream_may_know_it()
    {
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var local = await House.WithTinyAsync();
        await using var open = await House.StartAsync(new HouseSetup().Model("tiny", TinyModel.Path).Provider("mock", upstream));
        await using var listed = await House.StartAsync(
            new HouseSetup().Provider("mock", upstream, ("Models:known:PromptUsdPerMillion", "1")));

        Assert.Contains("'gpt-x'", (await local.Admin.ChatAsync("gpt-x")).ExpectError(404, "model_not_found"), StringComparison.Ordinal);
        (await listed.Admin.ChatAsync("gpt-x")).ExpectError(404, "model_not_found");
        Assert.Equal("mock/gpt-x", (await open.Admin.ChatAsync("gpt-x")).Expect(200)["x-freehold-model"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_of_20_megabytes_is_refused_whether_it_tells_its_length_or_not(bool tellsLength)
    {
        await using var house = await House.WithTinyAsync();
        using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new ByteArrayContent(new byte[20 << 20]) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        message.Headers.ExpectContinue = true;
        message.Headers.TransferEncodingChunked = !tellsLength;

        using var response = await house.Admin.Http.SendAsync(message, Stop);

        (await ApiAnswer.ReadAsync(response)).ExpectError(413, "request_too_large");
        (await house.Admin.ChatAsync("tiny")).Expect(200);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_context_that_is_too_long_says_how_long_it_is(bool stream)
    {
        await using var house = await House.WithTinyAsync();
        var words = string.Join(' ', Enumerable.Repeat("word", 1_000));

        var answer = await house.Admin.PostAsync("/v1/chat/completions", Chats.Body("tiny", words, stream));

        Assert.Contains("256", answer.ExpectError(400, "context_length_exceeded"), StringComparison.Ordinal);
        Assert.Equal("failed", Assert.Single(await house.Admin.OutcomesAsync()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Unknown_urls_and_wrong_methods_get_errors_of_the_same_form()
    {
        await using var house = await House.WithTinyAsync();
        (HttpMethod Method, string Path)[] calls =
        [
            (HttpMethod.Get, "/v1/no-such"), (HttpMethod.Post, "/v2/chat/completions"), (HttpMethod.Get, "/v1/chat/completions"),
            (HttpMethod.Delete, "/v1/models"), (HttpMethod.Post, "/v1/outcomes"), (HttpMethod.Get, "/v1/"), (HttpMethod.Get, "/admin/no-such"),
        ];
        foreach (var (method, path) in calls)
        {
            var answer = await house.Admin.SendTextAsync(method, path, method == HttpMethod.Get ? null : "{}");
            Assert.True(answer.Status is 404 or 405, $"{method} {path}: {answer.Status}");
            Assert.Contains(path.TrimEnd('/'), answer.ExpectError(answer.Status, answer.Status == 404 ? "unknown_url" : "method_not_allowed"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_response_has_an_id_of_its_own()
    {
        await using var house = await House.WithTinyAsync();
        var ids = new List<string?>();
        foreach (var path in (string[])["/healthz", "/readyz", "/v1/models", "/no-such", "/v1/outcomes?limit=x", "/"])
        {
            ids.Add((await house.Admin.GetAsync(path))["x-request-id"]);
        }

        ids.Add((await house.Client(null).ChatAsync("tiny"))["x-request-id"]);
        ids.Add((await house.Admin.StreamAsync("tiny"))["x-request-id"]);
        Assert.All(ids, id => Assert.Matches("^req_[0-9a-f]{32}$", id));
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public async Task With_no_model_and_no_provider_a_request_is_told_what_to_add()
    {
        await using var house = await House.StartAsync();

        foreach (var model in (string[])["auto", "anything"])
        {
            var message = (await house.Admin.ChatAsync(model)).ExpectError(503, "no_candidates");
            Assert.Contains("--model NAME=PATH", message, StringComparison.Ordinal);
            Assert.Contains("--provider NAME=BASE_URL", message, StringComparison.Ordinal);
        }

        Assert.Empty((await house.Admin.GetAsync("/v1/models")).Expect(200).Json.GetProperty("data").EnumerateArray());
        (await house.Client(null).GetAsync("/healthz")).Expect(200);
        (await house.Client(null).GetAsync("/readyz")).Expect(200);
    }
}
