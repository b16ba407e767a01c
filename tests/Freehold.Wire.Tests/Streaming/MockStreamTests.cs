using System.Text;
using Freehold.MockUpstream;
using Freehold.Wire.Requests;
using Freehold.Wire.Splicing;
using Freehold.Wire.Streaming;

namespace Freehold.Wire.Tests.Streaming;

/// <summary>Request splicer, event reader, scanner and response splicer together, over HTTP, as the gateway uses them.</summary>
public sealed class MockStreamTests
{
    private static readonly HttpClient Http = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_gets_the_recorded_stream_though_usage_was_asked_for_behind_its_back(bool emulateUsage)
    {
        var options = new MockUpstreamOptions { RecordedFolder = Traces.FolderOrSkip(), EmulateIncludeUsage = emulateUsage };
        await using var upstream = await MockUpstreamServer.StartAsync(options, TestContext.Current.CancellationToken);
        var folder = Path.Combine(options.RecordedFolder, "streaming");
        var (text, usage) = await ProxyAsync(upstream, await File.ReadAllBytesAsync(Path.Combine(folder, "request.json")));
        var record = await File.ReadAllTextAsync(Path.Combine(folder, "response.txt"));
        Assert.Equal(record.TrimEnd('\n').Replace("chatcmpl-ABC123", "ours-1", StringComparison.Ordinal), text.TrimEnd('\n'));
        Assert.Equal(new UsageCounts(12, 12, 0), usage);
        var sent = Assert.Single(upstream.Requests);
        Assert.True(RequestReader.TryReadChat(sent.Body, out var request, out _));
        Assert.Equal(("other-model", true), (request.Model, request.WantsStreamUsage));
    }

    [Fact]
    public async Task A_canned_stream_without_usage_comes_back_but_for_its_id()
    {
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        var body = """{"model":"m","messages":[{"role":"user","content":"x"}],"stream":true}"""u8.ToArray();
        using var direct = await Http.PostAsync(new Uri(upstream.BaseUrl + "/chat/completions"), new ByteArrayContent(body));
        var expected = (await direct.Content.ReadAsStringAsync()).Replace("chatcmpl-mock0001", "ours-1", StringComparison.Ordinal);
        var (text, usage) = await ProxyAsync(upstream, body);
        Assert.Equal(expected, text);
        Assert.Equal(new UsageCounts(13, 14, 5), usage);
    }

    [Fact]
    public async Task Faults_are_what_the_script_says()
    {
        var faults = new Queue<MockFault>([
            new MockFault.Status(429, "{}", RetryAfterSeconds: 3),
            new MockFault.CutConnection(2),
            new MockFault.EndEarly(2),
            MockFault.RawTail.ErrorEvent(1, "boom"),
            new MockFault.Reset(),
        ]);
        await using var upstream = await MockUpstreamServer.StartAsync(new() { Script = _ => faults.Dequeue() }, TestContext.Current.CancellationToken);
        var body = """{"stream":true}"""u8.ToArray();
        using var limited = await Http.PostAsync(new Uri(upstream.BaseUrl + "/chat/completions"), new ByteArrayContent(body));
        Assert.Equal((429, 3), ((int)limited.StatusCode, (int)limited.Headers.RetryAfter!.Delta!.Value.TotalSeconds));
        using var cut = await SendAsync(upstream, body);
        using var reader = new SseReader(await cut.Content.ReadAsStreamAsync());
        Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<HttpIOException>(() => SseText.ReadAllAsync(reader));
        Assert.Equal(2, (await ReadAsync(upstream, body)).Count);
        var events = await ReadAsync(upstream, body);
        Assert.True(ResponseReader.TryRead(Utf8Text.Bytes(events[1].Data), out var scan) && scan.IsError);
        await Assert.ThrowsAsync<HttpRequestException>(() => ReadAsync(upstream, body));
        Assert.Equal(5, upstream.RequestCount);
    }

    [Fact]
    public async Task A_stall_lasts_until_it_is_released()
    {
        var release = new TaskCompletionSource();
        await using var upstream = await MockUpstreamServer.StartAsync(
            new() { Script = _ => new MockFault.Stall(release.Task) }, TestContext.Current.CancellationToken);
        var reading = ReadAsync(upstream, """{"stream":true}"""u8.ToArray());
        Assert.False(reading.IsCompleted);
        release.SetResult();
        Assert.Equal("[DONE]", (await reading)[^1].Data);
    }

    private static async Task<List<(string Data, string Type)>> ReadAsync(MockUpstreamServer upstream, byte[] body)
    {
        using var response = await SendAsync(upstream, body);
        return await SseText.ReadAllAsync(await response.Content.ReadAsStreamAsync());
    }

    private static async Task<(string Text, UsageCounts? Usage)> ProxyAsync(MockUpstreamServer upstream, byte[] body)
    {
        var spliced = Utf8Text.Written(output => RequestSplicer.Write(body, "other-model", forceUsage: true, output));
        using var response = await SendAsync(upstream, Encoding.UTF8.GetBytes(spliced));
        using var reader = new SseReader(await response.Content.ReadAsStreamAsync());
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        UsageCounts? usage = null;
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            while (reader.TryRead(out var sse))
            {
                if (sse.IsDone)
                {
                    SseWriter.WriteDone(output);
                    continue;
                }

                Assert.True(ResponseReader.TryRead(sse.Data.Span, out var scan));
                usage = scan.Usage ?? usage;
                if (!scan.IsUsageOnly) ResponseSplicer.WriteEvent(sse.Data.Span, scan, "ours-1"u8, keepNullUsage: false, output);
            }
        }

        return (output.WrittenSpan.Text(), usage);
    }

    private static async Task<HttpResponseMessage> SendAsync(MockUpstreamServer upstream, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, upstream.BaseUrl + "/chat/completions") { Content = new ByteArrayContent(body) };
        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }
}
