using System.Text.Json;
using Freehold.Wire.Splicing;
using Freehold.Wire.Tests.Streaming;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Wire.Tests.Splicing;

public sealed class ResponseSplicerTests
{
    [Fact]
    public void Every_recorded_answer_comes_back_but_for_its_id()
    {
        foreach (var (recording, bytes) in Traces.ReadAll("response.json"))
        {
            var record = ((ReadOnlySpan<byte>)bytes).Text();
            var id = JsonGen.Parse(record).GetProperty("id").GetString()!;
            Assert.Equal(record.Replace($"\"{id}\"", "\"ours-1\"", StringComparison.Ordinal), Splice(record));
            Assert.True(ResponseReader.TryRead(bytes, out var scan), recording);
            var usage = JsonGen.Parse(record).GetProperty("usage");
            Assert.Equal((usage.GetProperty("prompt_tokens").GetInt32(), usage.GetProperty("completion_tokens").GetInt32()),
                (scan.Usage!.Value.PromptTokens, scan.Usage.Value.CompletionTokens));
            Assert.True(scan.HasContent);
        }
    }

    [Fact]
    public async Task Every_recorded_chunk_comes_back_but_for_its_id()
    {
        foreach (var (_, bytes) in Traces.ReadAll("response.txt"))
        {
            foreach (var sse in await SseText.ReadAllAsync(bytes))
            {
                if (sse.Data == "[DONE]") continue;
                var id = JsonGen.Parse(sse.Data).GetProperty("id").GetString()!;
                var expected = sse.Data.Replace($"\"{id}\"", "\"ours-1\"", StringComparison.Ordinal);
                Assert.Equal($"data: {expected}\n\n", SpliceEvent(sse.Data, keepNullUsage: false));
            }
        }
    }

    [Theory]
    [InlineData("""{"id":"a","x":1}""", """{"id":"ours-1","x":1}""")]
    [InlineData("""{"x":{"id":"a"},"id":null}""", """{"x":{"id":"a"},"id":"ours-1"}""")]
    [InlineData("{ }", """{"id":"ours-1" }""")]
    [InlineData("""{ "x":1}""", """{"id":"ours-1", "x":1}""")]
    public void The_id_is_replaced_or_added_at_the_top_only(string body, string expected) => Assert.Equal(expected, Splice(body));

    [Theory]
    [InlineData("""{"id":"a","usage":null}""", """{"id":"ours-1"}""")]
    [InlineData("""{"id":"a" , "usage" : null , "x":1}""", """{"id":"ours-1" , "x":1}""")]
    [InlineData("""{"usage":null, "id":"a"}""", """{"id":"ours-1"}""")]
    [InlineData("""{"x":{"usage":null},"usage":null,"id":"a"}""", """{"x":{"usage":null},"id":"ours-1"}""")]
    [InlineData("""{"id":"a","usage":{"prompt_tokens":1}}""", """{"id":"ours-1","usage":{"prompt_tokens":1}}""")]
    public void A_null_usage_that_the_client_did_not_ask_for_is_cut_out(string chunk, string expected) =>
        Assert.Equal($"data: {expected}\n\n", SpliceEvent(chunk, keepNullUsage: false));

    [Fact]
    public void A_null_usage_that_the_client_asked_for_stays() =>
        Assert.Equal("data: {\"id\":\"ours-1\",\"usage\":null}\n\n", SpliceEvent("""{"id":"a","usage":null}""", keepNullUsage: true));

    [Fact]
    public void Splice_then_parse_equals_parse_then_replace() =>
        Prop.ForAll(JsonGen.Object(3, distinct: true).ToArbitrary(), body =>
        {
            var members = JsonGen.Members(JsonGen.Parse(body));
            members["id"] = JsonGen.Parse("\"ours-1\"");
            Assert.Equal(JsonGen.Canonical(JsonSerializer.SerializeToElement(members)), JsonGen.Canonical(JsonGen.Parse(Splice(body))));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_event_holds_the_spliced_chunk_whatever_its_white_space() =>
        Prop.ForAll(JsonGen.Object(3, distinct: true).ToArbitrary(), ArbMap.Default.ArbFor<bool>(), (chunk, keep) =>
        {
            var members = JsonGen.Members(JsonGen.Parse(chunk));
            if (!keep && members.Count > 1 && members.TryGetValue("usage", out var usage) && usage.ValueKind == JsonValueKind.Null) members.Remove("usage");
            members["id"] = JsonGen.Parse("\"ours-1\"");
            var sse = Assert.Single(SseText.ReadAllAsync(Utf8Text.Bytes(SpliceEvent(chunk, keep))).GetAwaiter().GetResult());
            Assert.Equal(JsonGen.Canonical(JsonSerializer.SerializeToElement(members)), JsonGen.Canonical(JsonGen.Parse(sse.Data)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_id_that_would_break_the_json_is_refused() =>
        Assert.Throws<ArgumentException>(() => Utf8Text.Written(output => ResponseSplicer.Write("{}"u8, default, "a\"b"u8, output)));

    private static string Splice(string text) => Utf8Text.Written(output =>
    {
        var body = Utf8Text.Bytes(text);
        Assert.True(ResponseReader.TryRead(body, out var scan));
        ResponseSplicer.Write(body, scan, "ours-1"u8, output);
    });

    private static string SpliceEvent(string text, bool keepNullUsage) => Utf8Text.Written(output =>
    {
        var chunk = Utf8Text.Bytes(text);
        Assert.True(ResponseReader.TryRead(chunk, out var scan));
        ResponseSplicer.WriteEvent(chunk, scan, "ours-1"u8, keepNullUsage, output);
    });
}
