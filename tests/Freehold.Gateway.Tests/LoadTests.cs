using Freehold.Gateway.Tests.Support;
using Freehold.Inference;
using Freehold.MockUpstream;

namespace Freehold.Gateway.Tests;

/// <summary>Every queue has its bound, and over it there is a clear refusal.</summary>
public sealed class LoadTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Over_a_models_queue_a_named_request_is_refused_and_an_automatic_one_goes_on()
    {
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await House.StartAsync(new HouseSetup().Model("long", TinyModel.LongPath).Provider("mock", upstream)
            .With("Freehold:Models:long:MaxActiveRequests", "1").With("Freehold:Models:long:MaxWaitingRequests", "1"));
        using var clients = new CancellationTokenSource();
        // One after the other: a second request that comes before the first one runs finds the queue full.
        var running = house.Admin.OpenAsync(Chats.Body("long", maxTokens: 19_000), clients.Token);
        await Eventually.IsTrueAsync("one request runs", () => house.LoadOf("long") == new EngineLoad(0, 1));
        var waiting = house.Admin.OpenAsync(Chats.Body("long", maxTokens: 19_000), clients.Token);
        await Eventually.IsTrueAsync("one request runs and one waits", () => house.LoadOf("long") == new EngineLoad(1, 1));

        var named = await house.Admin.ChatAsync("long");
        var automatic = await house.Admin.ChatAsync("auto");

        var message = named.ExpectError(429, "rate_limit_exceeded");
        Assert.EndsWith($"Please try again in {named["Retry-After"]} s.", message, StringComparison.Ordinal);
        Assert.Equal("mock/mock-model", automatic.Expect(200)["x-freehold-model"]);
        Assert.Equal("busy", (await house.Admin.OutcomeAsync(automatic.Id)).GetProperty("attempts")[0].GetProperty("result").GetString());
        await clients.CancelAsync();
        foreach (var request in new[] { running, waiting })
        {
            await Record.ExceptionAsync(() => request);
        }
    }

    [Fact]
    public async Task Over_the_gateways_own_bound_a_request_is_told_to_come_again()
    {
        await using var upstream = await PatientUpstream.StartAsync();
        await using var house = await House.StartAsync(new HouseSetup().Provider("mock", upstream.BaseUrl, ("Models:m:PromptUsdPerMillion", "1"))
            .With("Freehold:Gateway:MaxConcurrentRequests", "1"));
        using var client = new CancellationTokenSource();
        var first = house.Admin.OpenAsync(Chats.Body("mock/m"), client.Token);
        await upstream.Asked.WaitAsync(Stop);

        var second = await house.Admin.GetAsync("/v1/models");

        Assert.Contains("1 requests", second.ExpectError(503, "overloaded"), StringComparison.Ordinal);
        Assert.Equal("1", second["Retry-After"]);
        (await house.Admin.GetAsync("/healthz")).Expect(200);
        await client.CancelAsync();
        await Record.ExceptionAsync(() => first);
        await Eventually.GetAsync("there is room again", async () =>
            (await house.Admin.GetAsync("/v1/models")) is { Status: 200 } models ? models : null);
    }

    [Fact]
    public async Task Many_streams_side_by_side_are_each_whole_and_the_same()
    {
        const int streams = 60;
        await using var house = await House.StartAsync(
            new HouseSetup().Model("tiny", TinyModel.Path).With("Freehold:Models:tiny:MaxWaitingRequests", "1000"));

        var answers = await Task.WhenAll(Enumerable.Range(0, streams).Select(_ => house.Admin.StreamAsync("tiny", "Once upon a time")));

        Assert.All(answers, answer => Assert.True(answer.Expect(200).Sse.IsDone));
        Assert.Single(answers.Select(answer => answer.Sse.Text).Distinct());
        Assert.Equal(streams, answers.Select(answer => answer.Sse.Id).Distinct().Count());
        Assert.Equal(streams, (await house.Admin.OutcomesAsync("?limit=100")).Length);
    }
}
