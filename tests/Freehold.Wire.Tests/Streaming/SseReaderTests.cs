using System.Text;
using Freehold.Wire.Streaming;

namespace Freehold.Wire.Tests.Streaming;

public sealed class SseReaderTests
{
    // Examples of the standard (HTML, 9.2.6) and its corners.
    [Theory]
    [InlineData("data: a\n\ndata: b\n\n", "a|b")]
    [InlineData("data: a\r\n\r\ndata: b\r\rdata: c\n\r\n", "a|b|c")]
    [InlineData("data: a\r\ndata: b\r\n\r\n", "a\nb")]
    [InlineData("data: YHOO\ndata: +2\ndata: 10\n\n", "YHOO\n+2\n10")]
    [InlineData(": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n", "first event|second event| third event")]
    [InlineData("data\n\ndata\ndata\n\ndata:", "|\n")]
    [InlineData("data:test\n\ndata: test\n\n", "test|test")]
    [InlineData("\uFEFFdata: a\n\n", "a")]
    [InlineData("data: a\nwhat: b\nretry: 5\n\n", "a")]
    [InlineData("event: x\n\ndata: a\n\n", "a")]
    [InlineData("data: cut off\n", "")]
    [InlineData("data: [DONE]", "[DONE]")]
    [InlineData("data: a\n\ndata: [DONE]\n", "a|[DONE]")]
    [InlineData("\n\n\r\n:\n", "")]
    public async Task Events_are_read_as_the_standard_says_wherever_the_bytes_are_split(string text, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var first = 1; first < bytes.Length; first++)
        {
            for (var second = first; second < bytes.Length; second++)
            {
                var events = await SseText.ReadAllAsync(bytes, first, second);
                Assert.Equal(expected, string.Join('|', events.Select(sse => sse.Data)));
            }
        }
    }

    [Fact]
    public async Task A_recorded_stream_gives_the_same_events_wherever_it_is_split()
    {
        foreach (var (_, bytes) in Traces.ReadAll("response.txt"))
        {
            var expected = Encoding.UTF8.GetString(bytes).Split("\n\n").Select(sse => (sse["data: ".Length..], "message")).ToList();
            for (var cut = 1; cut < bytes.Length; cut++) Assert.Equal(expected, await SseText.ReadAllAsync(bytes, cut));
            Assert.Equal(expected, await SseText.ReadAllAsync(bytes, [.. Enumerable.Range(1, bytes.Length)]));
        }
    }

    [Fact]
    public async Task An_event_has_the_type_that_it_names_and_the_next_one_has_not()
    {
        var events = await SseText.ReadAllAsync("event: ping\ndata: a\n\ndata: b\n\nevent: ping\ndata: c\n\n"u8.ToArray());
        Assert.Equal([("a", "ping"), ("b", "message"), ("c", "ping")], events);
    }

    [Fact]
    public async Task All_events_that_have_arrived_are_ready_after_one_wait()
    {
        var bytes = "data: a\n\ndata: b\n\ndata: c\n\ndata: d\n\n"u8.ToArray();
        using var reader = new SseReader(new PiecewiseStream(bytes, [20]));
        Assert.True(await reader.ReadAsync(default));
        Assert.True(reader.TryRead(out var a) && reader.TryRead(out _));
        Assert.Equal("a", a.Data.Text());
        Assert.False(reader.TryRead(out _));
        Assert.True(await reader.ReadAsync(default));
    }

    [Fact]
    public async Task Events_longer_than_the_first_buffer_are_whole()
    {
        var data = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i} "));
        var bytes = Encoding.UTF8.GetBytes($"data: {data}\ndata: x\n\ndata: y\n\n");
        var events = await SseText.ReadAllAsync(bytes, [.. Enumerable.Range(1, 300).Select(i => i * 777)]);
        Assert.Equal([data + "\nx", "y"], events.Select(sse => sse.Data));
    }

    [Theory]
    [InlineData("data: ")]
    [InlineData(": ")]
    [InlineData("data: 0\ndata: ")]
    public async Task An_event_over_the_bound_is_refused_whether_it_arrives_at_once_or_in_pieces(string head)
    {
        var bytes = Encoding.UTF8.GetBytes(head + new string('x', 100_000) + "\n\n");
        using var pieces = new SseReader(new PiecewiseStream(bytes, [.. Enumerable.Range(1, 100).Select(i => i * 1000)]), maxEventBytes: 50_000);
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => SseText.ReadAllAsync(pieces));
        Assert.Contains("50000 bytes", error.Message, StringComparison.Ordinal);
        using var small = new SseReader(new MemoryStream("data: 12345678901\n\n"u8.ToArray()), maxEventBytes: 10);
        await Assert.ThrowsAsync<InvalidDataException>(() => SseText.ReadAllAsync(small));
    }

    [Theory]
    [InlineData("data: a\n\ndata: b", true)]
    [InlineData("data: a\n\ndata: b\n", true)]
    [InlineData("data: a\n\n", false)]
    [InlineData("data: a\n\ndata: [DONE]", false)]
    public async Task A_stream_cut_within_an_event_says_so(string text, bool cut)
    {
        using var reader = new SseReader(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        await SseText.ReadAllAsync(reader);
        Assert.Equal(cut, reader.EndedMidEvent);
    }
}
