using System.Text.Json;
using Freehold.Gateway.Tests.Support;
using Freehold.Inference;

namespace Freehold.Gateway.Tests;

/// <summary>A client that goes away: nobody goes on working for it, and the log says so.</summary>
public sealed class DisconnectTests
{
    private const int LongAnswer = 19_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_engine_stops(bool stream)
    {
        await using var house = await House.StartAsync(new HouseSetup().Model("long", TinyModel.LongPath));
        using var client = new CancellationTokenSource();

        var pending = house.Admin.OpenAsync(Chats.Body("long", stream: stream, maxTokens: LongAnswer), client.Token);
        await Eventually.IsTrueAsync("the engine works", () => house.LoadOf("long").ActiveRequests == 1);
        if (stream)
        {
            using var response = await pending;
            await response.Content.ReadAsStreamAsync(Stop);
        }

        await client.CancelAsync();
        await Record.ExceptionAsync(() => pending);

        await Eventually.IsTrueAsync("the engine rests", () => house.LoadOf("long") == new EngineLoad(0, 0));
        var outcome = await CancelledAsync(house);
        Assert.Equal("cancelled", outcome.GetProperty("attempts")[0].GetProperty("result").GetString());
        Assert.InRange(outcome.GetProperty("completion_tokens").GetInt32(), 0, LongAnswer - 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_upstreams_connection_is_let_go(bool stream)
    {
        await using var upstream = await PatientUpstream.StartAsync();
        await using var house = await House.StartAsync(new HouseSetup().Provider("mock", upstream.BaseUrl, ("Models:m:PromptUsdPerMillion", "1")));
        using var client = new CancellationTokenSource();

        var pending = house.Admin.OpenAsync(Chats.Body("mock/m", stream: stream), client.Token);
        await upstream.Asked.WaitAsync(Stop);
        if (stream)
        {
            using var response = await pending;
        }

        await client.CancelAsync();
        await Record.ExceptionAsync(() => pending);

        await CancelledAsync(house);
        await upstream.LetGo.WaitAsync(Stop);
    }

    /// <summary>The only outcome, once it is there; it says that the client went away.</summary>
    private static async Task<JsonElement> CancelledAsync(House house)
    {
        var outcomes = await Eventually.GetAsync("the outcome is logged", async () =>
            await house.Admin.OutcomesAsync() is { Length: > 0 } found ? found : null);
        var outcome = Assert.Single(outcomes);
        Assert.Equal("cancelled", outcome.GetProperty("status").GetString());
        Assert.Equal(499, outcome.GetProperty("http_status").GetInt32());
        return outcome;
    }
}
