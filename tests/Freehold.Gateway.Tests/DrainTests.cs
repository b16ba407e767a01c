using Freehold.Gateway.Tests.Support;
using Freehold.MockUpstream;
using Freehold.Testing;

namespace Freehold.Gateway.Tests;

/// <summary>The orderly end (SIGTERM): what is in flight finishes within its limit or is told so, and nothing new is taken.</summary>
public sealed class DrainTests
{
    private const string NoLimit = "--Freehold:Drain:LimitSeconds=600";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_in_flight_finishes_while_new_requests_are_turned_away()
    {
        using var data = new TempFolder();
        await using var upstream = await HeldUpstream.StartAsync(afterEvents: 2);
        using var silo = await SiloProcess.StartAsync(data, House.AdminKey, "--provider", $"mock={upstream.BaseUrl}", NoLimit);
        using var client = new ApiClient(silo.Url, House.AdminKey);
        using var response = await client.OpenAsync(Chats.Body("mock/mock-model", stream: true), Stop);

        var end = silo.TerminateAsync();
        await Eventually.IsTrueAsync("the silo refuses", () => silo.Output.Contains("1 requests are in flight", StringComparison.Ordinal));
        var refused = await client.ChatAsync("mock/mock-model");
        var ready = await client.GetAsync("/readyz");
        var ended = end.IsCompleted;
        upstream.Release();
        var stream = (await ApiAnswer.ReadAsync(response)).Expect(200).Sse;

        Assert.Equal(0, await end);
        Assert.False(ended);
        refused.ExpectError(503, "server_stopping");
        Assert.Equal("1", refused["Retry-After"]);
        Assert.Contains("stopping", ready.Expect(503).Body, StringComparison.Ordinal);
        Assert.True(stream.IsDone);
        Assert.EndsWith(" word15", stream.Text, StringComparison.Ordinal);
        Assert.Equal("completed", await StatusAfterRestartAsync(data, stream.Id));
    }

    [Fact]
    public async Task Over_the_limit_a_stream_is_told_so_and_ends()
    {
        using var data = new TempFolder();
        await using var upstream = await HeldUpstream.StartAsync(afterEvents: 2);
        using var silo = await SiloProcess.StartAsync(
            data, House.AdminKey, "--provider", $"mock={upstream.BaseUrl}", "--Freehold:Drain:LimitSeconds=0.2");
        using var client = new ApiClient(silo.Url, House.AdminKey);
        using var response = await client.OpenAsync(Chats.Body("mock/mock-model", stream: true), Stop);

        var end = silo.TerminateAsync();
        var stream = (await ApiAnswer.ReadAsync(response)).Expect(200).Sse;

        Assert.Equal(0, await end);
        Assert.False(stream.IsDone);
        Assert.Equal("server_stopping", Assert.NotNull(stream.Error).GetProperty("code").GetString());
        Assert.Contains("1 requests are cut off", silo.Output, StringComparison.Ordinal);
        Assert.Equal("failed", await StatusAfterRestartAsync(data, stream.Id));
    }

    [Fact]
    public async Task Over_the_limit_a_request_without_a_byte_of_its_answer_may_be_sent_again()
    {
        using var data = new TempFolder();
        await using var upstream = await HeldUpstream.StartAsync(afterEvents: null);
        using var silo = await SiloProcess.StartAsync(
            data, House.AdminKey, "--provider", $"mock={upstream.BaseUrl}", "--Freehold:Drain:LimitSeconds=0.2");
        using var client = new ApiClient(silo.Url, House.AdminKey);
        var asked = client.ChatAsync("mock/mock-model");
        await upstream.Asked;

        var end = silo.TerminateAsync();
        var answer = await asked;

        answer.ExpectError(503, "server_stopping");
        Assert.Equal("1", answer["Retry-After"]);
        Assert.Equal(0, await end);
    }

    [Fact]
    public async Task Within_the_delay_it_is_not_ready_and_still_takes_requests()
    {
        using var data = new TempFolder();
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        using var silo = await SiloProcess.StartAsync(
            data, House.AdminKey, "--provider", $"mock={upstream.BaseUrl}", "--Freehold:Drain:DelaySeconds=600");
        using var client = new ApiClient(silo.Url, House.AdminKey);

        silo.Terminate();
        await Eventually.GetAsync("not ready", async () => (await client.GetAsync("/readyz")) is { Status: 503 } answer ? answer : null);
        var answer = await client.ChatAsync("mock/mock-model");
        var alive = await client.GetAsync("/healthz");

        answer.Expect(200);
        alive.Expect(200);
    }

    /// <summary>What the log says of a response, to a silo that is started on the same data again.</summary>
    private static async Task<string?> StatusAfterRestartAsync(TempFolder data, string responseId)
    {
        using var silo = await SiloProcess.StartAsync(data, House.AdminKey);
        using var client = new ApiClient(silo.Url, House.AdminKey);
        return (await client.OutcomeAsync(responseId)).GetProperty("status").GetString();
    }

    /// <summary>An upstream that holds its answers back: from their start, or after some events.</summary>
    private sealed class HeldUpstream : IAsyncDisposable
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private MockUpstreamServer _server = null!;

        public Uri BaseUrl => _server.BaseUrl;

        /// <summary>Completes with the first request for an answer.</summary>
        public Task Asked => _asked.Task;

        public static async Task<HeldUpstream> StartAsync(int? afterEvents)
        {
            var upstream = new HeldUpstream();
            upstream._server = await MockUpstreamServer.StartAsync(
                new MockUpstreamOptions { Script = request => request.Method == "POST" ? upstream.Hold(afterEvents) : null }, Stop);
            return upstream;
        }

        public void Release() => _released.TrySetResult();

        public ValueTask DisposeAsync()
        {
            Release();
            return _server.DisposeAsync();
        }

        private MockFault Hold(int? afterEvents)
        {
            _asked.TrySetResult();
            return afterEvents is { } events ? new MockFault.StallMidStream(events, _released.Task) : new MockFault.Stall(_released.Task);
        }
    }
}
