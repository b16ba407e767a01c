using Freehold.Gateway.Tests.Support;
using Freehold.MockUpstream;
using Freehold.Testing;

namespace Freehold.Gateway.Tests.Privacy;

/// <summary>Where a request cannot be analysed, it has the strictest label: on every API, streamed or not.</summary>
public sealed class FailClosedTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Apis => new()
    {
        { "/v1/chat/completions", """{"model":"MODEL","filler":"TEXT","max_tokens":4,"messages":[{"role":"user","content":"a"}]}""" },
        { "/v1/chat/completions", """{"model":"MODEL","filler":"TEXT","max_tokens":4,"messages":[{"role":"user","content":"a"}],"stream":true}""" },
        { "/v1/completions", """{"model":"MODEL","filler":"TEXT","max_tokens":4,"prompt":"a"}""" },
        { "/v1/completions", """{"model":"MODEL","filler":"TEXT","max_tokens":4,"prompt":"a","stream":true}""" },
        { "/v1/embeddings", """{"model":"bert","input":"a","filler":"TEXT"}""" },
    };

    [Theory]
    [MemberData(nameof(Apis))]
    public async Task More_text_than_the_bound_is_restricted(string path, string body)
    {
        using var folder = new TempFolder();
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await StartAsync(folder, upstream, ("Freehold:Gateway:MaxAnalysedChars", "1024"));

        await ExpectRestrictedAsync(
            house, upstream, path, body.Replace("TEXT", string.Concat(Enumerable.Repeat("be ", 400)), StringComparison.Ordinal), "MaxAnalysedChars");
    }

    [Theory]
    [MemberData(nameof(Apis))]
    public async Task An_analysis_that_takes_longer_than_the_policy_allows_is_restricted(string path, string body)
    {
        using var folder = new TempFolder();
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await StartAsync(folder, upstream);
        await house.SetPolicyAsync("""
            default_label: public
            zones: {public: [any], internal: [any], confidential: [any], restricted: [device]}
            labels: {time_limit_ms: 1}
            """);

        // Some megabytes are hundreds of milliseconds of work, on any machine.
        var filler = string.Concat(Enumerable.Repeat("call 555 about it. ", 200_000));
        await ExpectRestrictedAsync(house, upstream, path, body.Replace("TEXT", filler, StringComparison.Ordinal), "time_limit_ms");
    }

    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"mock/m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x.example/1.png"}}]}]}""")]
    [InlineData("/v1/chat/completions", """{"model":"mock/m","messages":[{"role":"user","content":"Hi"}],"x":"data:image/png;base64,iVBORw0KGgo="}""")]
    [InlineData("/v1/completions", """{"model":"mock/m","prompt":[1,2,3]}""")]
    public async Task What_is_no_text_is_restricted_unless_the_policy_says_otherwise(string path, string body)
    {
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await House.StartAsync(new HouseSetup().Provider("mock", upstream, ("Models:m:PromptUsdPerMillion", "1")));

        var answer = await house.Admin.SendTextAsync(HttpMethod.Post, path, body);

        answer.ExpectError(403, "label_forbids_zone");
        Assert.Equal("Restricted", answer["x-freehold-label"]);
        await using var lenient = await House.StartAsync(new HouseSetup().Provider("mock", upstream, ("Models:m:PromptUsdPerMillion", "1")));
        await lenient.SetPolicyAsync("labels: {unreadable: internal}");
        (await lenient.Admin.SendTextAsync(HttpMethod.Post, path, body)).Expect(200);
    }

    private static Task<House> StartAsync(TempFolder folder, MockUpstreamServer upstream, params (string Key, string Value)[] settings)
    {
        TinyBert.Gguf(seed: 1).Save(folder["bert.gguf"]);
        var setup = new HouseSetup().Model("bert", folder["bert.gguf"]).Model("tiny", TinyModel.Path)
            .Provider("mock", upstream, ("Models:m:PromptUsdPerMillion", "1"));
        foreach (var (key, value) in settings)
        {
            setup.With(key, value);
        }

        return House.StartAsync(setup);
    }

    private static async Task ExpectRestrictedAsync(House house, MockUpstreamServer upstream, string path, string body, string reason)
    {
        if (path != "/v1/embeddings")
        {
            var refused = await house.Admin.SendTextAsync(HttpMethod.Post, path, body.Replace("MODEL", "mock/m", StringComparison.Ordinal));
            refused.ExpectError(403, "label_forbids_zone");
            Assert.Equal("Restricted", refused["x-freehold-label"]);
            Assert.Contains(reason, refused["x-freehold-decision"], StringComparison.Ordinal);
        }

        var answered = (await house.Admin.SendTextAsync(
            HttpMethod.Post, path, body.Replace("MODEL", "auto", StringComparison.Ordinal), ("x-freehold-label", "public"))).Expect(200);
        Assert.Equal("Restricted", answered["x-freehold-label"]);
        Assert.DoesNotContain(upstream.Requests, request => request.Method == "POST");
        Assert.All(await house.Admin.OutcomesAsync(), outcome =>
        {
            Assert.Equal("Restricted", outcome.GetProperty("label").GetString());
            Assert.Contains(reason, outcome.GetProperty("decision").GetString(), StringComparison.Ordinal);
        });
    }
}
