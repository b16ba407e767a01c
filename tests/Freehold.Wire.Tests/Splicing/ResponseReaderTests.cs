using Freehold.Wire.Splicing;

namespace Freehold.Wire.Tests.Splicing;

public sealed class ResponseReaderTests
{
    [Fact]
    public void An_answer_tells_its_model_usage_reason_and_text()
    {
        var scan = Read("""
            {"choices":[{"index":0,"message":{"content":"h\u0069","role":"assistant"},"finish_reason":"length"},{"finish_reason":"stop"}],
             "usage":{"completion_tokens":3,"prompt_tokens":2,"prompt_tokens_details":{"cached_tokens":1}},"model":"m","id":"i","error":null}
            """, out var body);
        Assert.Equal(("m", "i", "hi"), (Text(scan.Model), Text(scan.Id), Text(scan.Text)));
        Assert.Equal((2, true, "length", false, false), (scan.ChoiceCount, scan.HasContent, scan.FinishReason, scan.IsError, scan.IsUsageOnly));
        Assert.Equal(new UsageCounts(2, 3, 1), scan.Usage);

        string? Text(Json.ByteRange range) => ResponseReader.ReadString(body, range);
    }

    [Theory]
    [InlineData("""{"choices":[{"delta":{"content":""}}]}""", false)]
    [InlineData("""{"choices":[{"delta":{"content":null}}]}""", false)]
    [InlineData("""{"choices":[{"delta":{}}]}""", false)]
    [InlineData("""{"choices":[{"delta":null}]}""", false)]
    [InlineData("""{"choices":[{"delta":{"tool_calls":[]}}]}""", false)]
    [InlineData("""{"choices":[]}""", false)]
    [InlineData("""{"choices":null}""", false)]
    [InlineData("""{"choices":[{"delta":{"content":"a"}}]}""", true)]
    [InlineData("""{"choices":[{"delta":{}},{"delta":{"content":"a"}}]}""", true)]
    [InlineData("""{"choices":[{"delta":{"tool_calls":[{"id":"x","function":{"a":[1]}}],"role":"assistant"}}]}""", true)]
    [InlineData("""{"choices":[{"delta":{"refusal":"no"}}]}""", true)]
    [InlineData("""{"choices":[{"delta":{"reasoning_content":"hm"}}]}""", true)]
    [InlineData("""{"choices":[{"text":"a"}]}""", true)]
    public void Content_is_text_or_a_refusal_or_a_call_that_is_not_empty(string body, bool hasContent) =>
        Assert.Equal(hasContent, Read(body, out _).HasContent);

    [Theory]
    [InlineData("""{"choices":[],"usage":{"prompt_tokens":1}}""", true)]
    [InlineData("""{"choices":[],"usage":null}""", false)]
    [InlineData("""{"choices":[{"delta":{}}],"usage":{"prompt_tokens":1}}""", false)]
    [InlineData("""{"usage":{"prompt_tokens":1}}""", false)]
    public void A_usage_chunk_has_usage_and_an_empty_array_of_choices(string body, bool isUsageOnly) =>
        Assert.Equal(isUsageOnly, Read(body, out _).IsUsageOnly);

    [Theory]
    [InlineData("""{"error":{"message":"no","type":"t","param":"p","code":"c"}}""", "no", "t", "p", "c")]
    [InlineData("""{"error":"no"}""", "no", "server_error", null, null)]
    [InlineData("""{"object":"error","error":{"message":"no","code":400,"extra":{"a":[]}}}""", "no", "server_error", null, "400")]
    [InlineData("""{"error":{"detail":7}}""", """{"detail":7}""", "server_error", null, null)]
    public void An_upstream_error_is_read_whatever_its_form(string body, string message, string type, string? param, string? code)
    {
        var scan = Read(body, out var bytes);
        Assert.True(scan.IsError);
        Assert.Equal(new(502, message, type, param, code), ResponseReader.ReadError(bytes, scan, 502));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("\"id\"")]
    [InlineData("""{"id":"x" """)]
    [InlineData("""{"id":"x"} {}""")]
    [InlineData("""{"choices":[{"delta":{"content":"cut""")]
    public void What_is_not_one_whole_object_is_not_read(string body) =>
        Assert.False(ResponseReader.TryRead(Utf8Text.Bytes(body), out _));

    [Theory]
    [InlineData("""{"usage":{"prompt_tokens":-1,"completion_tokens":1e30,"prompt_tokens_details":[]},"choices":7,"id":{"a":1},"model":[2]}""")]
    [InlineData("""{"usage":"much","choices":[1,[2],null,"x"]}""")]
    public void Fields_of_another_type_are_passed_over(string body)
    {
        var scan = Read(body, out _);
        Assert.True(scan.Usage is null || scan.Usage == default(UsageCounts));
        Assert.Null(scan.FinishReason);
    }

    private static ResponseScan Read(string text, out byte[] body)
    {
        body = Utf8Text.Bytes(text);
        Assert.True(ResponseReader.TryRead(body, out var scan));
        return scan;
    }
}
