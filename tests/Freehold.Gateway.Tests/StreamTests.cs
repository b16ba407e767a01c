using Freehold.Gateway.Tests.Support;
using Freehold.MockUpstream;
using Freehold.Testing;

namespace Freehold.Gateway.Tests;

/// <summary>Streams: their form, their end, and what a client sees where one breaks.</summary>
public sealed class StreamTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Breaks() => ["cut", "ends early", "error event", "nonsense"];

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task After_the_first_byte_a_failure_is_an_event_and_never_a_silent_end(string how)
    {
        MockFault fault = how switch
        {
            "cut" => new MockFault.CutConnection(3),
            "ends early" => new MockFault.EndEarly(3),
            "error event" => MockFault.RawTail.ErrorEvent(3, "overheated"),
            _ => new MockFault.RawTail(3, "data: {\"nonsense\n\n"),
        };
        await using var a = await MockUpstreamServer.StartAsync(
            new MockUpstreamOptions { Script = request => request.Method == "POST" ? fault : null }, Stop);
        await using var b = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await House.StartAsync(new HouseSetup().Provider("a", a).Provider("b", b));

        var answer = (await house.Admin.StreamAsync("mock-model")).Expect(200);

        Assert.False(answer.Sse.IsDone);
        var error = Assert.NotNull(answer.Sse.Error);
        Assert.Equal("upstream_failure", error.GetProperty("code").GetString());
        Assert.Equal("server_error", error.GetProperty("type").GetString());
        Assert.Equal(" word0 word1", string.Concat(answer.Sse.Chunks.Where(chunk => chunk.TryGetProperty("choices", out _))
            .Select(chunk => chunk.GetProperty("choices")[0].GetProperty("delta").GetProperty("content").GetString())));
        var outcome = Assert.Single(await house.Admin.OutcomesAsync());
        Assert.Equal("failed", outcome.GetProperty("status").GetString());
        Assert.Equal(answer.Sse.Id, outcome.GetProperty("id").GetString());
        Assert.NotNull(outcome.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Silence_in_mid_stream_ends_in_an_error_event()
    {
        var time = new ManualTimeProvider();
        var stalled = new MockFault.StallMidStream(2, Task.Delay(Timeout.Infinite, Stop));
        await using var a = await MockUpstreamServer.StartAsync(
            new MockUpstreamOptions { Script = request => request.Method == "POST" ? stalled : null }, Stop);
        await using var house = await House.StartAsync(
            new HouseSetup { Time = time }.Provider("a", a, ("FirstByteTimeoutSeconds", "100"), ("IdleTimeoutSeconds", "5")));

        using var response = await house.Admin.OpenAsync(Chats.Body("a/mock-model", stream: true), Stop);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Stop));
        var head = await ReadEventsAsync(reader, 2);
        time.Advance(TimeSpan.FromSeconds(5));
        var stream = SseTranscript.Parse(head + await reader.ReadToEndAsync(Stop));

        Assert.False(stream.IsDone);
        Assert.Equal("upstream_timeout", Assert.NotNull(stream.Error).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("tiny")]
    [InlineData("mock/mock-model")]
    public async Task Usage_comes_only_where_it_is_asked_for(string model)
    {
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await House.StartAsync(new HouseSetup().Model("tiny", TinyModel.Path).Provider("mock", upstream));

        var without = (await house.Admin.StreamAsync(model)).Expect(200);
        var with = (await house.Admin.StreamAsync(model, includeUsage: true)).Expect(200);

        Assert.True(without.Sse.IsDone);
        Assert.DoesNotContain("usage", string.Concat(without.Sse.Data), StringComparison.Ordinal);
        Assert.All(without.Sse.Chunks, chunk => Assert.Equal(1, chunk.GetProperty("choices").GetArrayLength()));
        Assert.True(with.Sse.IsDone);
        var last = with.Sse.Chunks.Last();
        Assert.Equal(0, last.GetProperty("choices").GetArrayLength());
        var usage = last.GetProperty("usage");
        Assert.Equal(
            usage.GetProperty("prompt_tokens").GetInt32() + usage.GetProperty("completion_tokens").GetInt32(),
            usage.GetProperty("total_tokens").GetInt32());
        Assert.Equal(without.Sse.Text, with.Sse.Text);
    }

    [Fact]
    public async Task A_stream_is_well_formed_and_tells_its_cost()
    {
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await House.StartAsync(new HouseSetup().Model("tiny", TinyModel.Path)
            .Provider("mock", upstream, ("Price:PromptUsdPerMillion", "0.15"), ("Price:CompletionUsdPerMillion", "0.6")));

        var local = (await house.Admin.StreamAsync("tiny")).Expect(200);
        var remote = (await house.Admin.StreamAsync("mock/mock-model")).Expect(200);

        Assert.StartsWith("text/event-stream", local["Content-Type"], StringComparison.Ordinal);
        Assert.Equal("0.000000", local["x-freehold-cost-usd"]);
        Assert.Empty(local.Sse.Comments);
        Assert.Equal("assistant", local.Sse.Chunks.First().GetProperty("choices")[0].GetProperty("delta").GetProperty("role").GetString());
        Assert.Equal("length", local.Sse.Chunks.Last().GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.False(remote.Headers.ContainsKey("x-freehold-cost-usd"));
        Assert.Equal("x-freehold-cost-usd: 0.000011", Assert.Single(remote.Sse.Comments));
        foreach (var answer in (ApiAnswer[])[local, remote])
        {
            Assert.Single(answer.Sse.Chunks.Select(chunk => chunk.GetProperty("id").GetString()).Distinct());
            Assert.All(answer.Sse.Chunks, chunk => Assert.Equal("chat.completion.chunk", chunk.GetProperty("object").GetString()));
        }
    }

    private static async Task<string> ReadEventsAsync(StreamReader reader, int count)
    {
        var text = "";
        for (var i = 0; i < count; i++)
        {
            text += await reader.ReadLineAsync(Stop) + "\n" + await reader.ReadLineAsync(Stop) + "\n";
        }

        return text;
    }
}
