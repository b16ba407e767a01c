using System.Text.Json;
using Freehold.Wire.Completions;
using Freehold.Wire.Json;
using Freehold.Wire.Requests;

namespace Freehold.Wire.Tests.Requests;

public sealed class CompletionRequestTests
{
    [Theory]
    [InlineData("\"once\"", "once", null)]
    [InlineData("[\"a\",\"b\"]", "a|b", null)]
    [InlineData("[1,2,3]", null, "1,2,3")]
    [InlineData("[[1,2],[3]]", null, "1,2|3")]
    public void A_prompt_has_four_forms(string prompt, string? texts, string? tokens)
    {
        Assert.True(Read($$"""{"model":"m","prompt":{{prompt}}}""", out var request, out _));
        Assert.Equal(texts, request!.Prompt.Texts is { } list ? string.Join('|', list) : null);
        Assert.Equal(tokens, request.Prompt.Tokens is { } lists ? string.Join('|', lists.Select(ids => string.Join(',', ids))) : null);
        var written = JsonSerializer.Serialize(request, WireJsonContext.Default.CompletionRequest);
        Assert.Contains($"\"prompt\":{(prompt == "[1,2,3]" ? "[1,2,3]" : prompt)}", written, StringComparison.Ordinal);
        Assert.Equal(request.Prompt.Count, JsonSerializer.Deserialize(written, WireJsonContext.Default.CompletionRequest)!.Prompt.Count);
    }

    [Theory]
    [InlineData("""{"model":"m"}""", "prompt", "missing_required_parameter")]
    [InlineData("""{"model":"m","prompt":[]}""", "prompt", "empty_array")]
    [InlineData("""{"model":"m","prompt":{}}""", "prompt", "invalid_type")]
    [InlineData("""{"model":"m","prompt":["a",1]}""", "prompt[1]", "invalid_type")]
    [InlineData("""{"model":"m","prompt":[1,"a"]}""", "prompt[1]", "invalid_type")]
    [InlineData("""{"model":"m","prompt":[-1]}""", "prompt[0]", "integer_below_min_value")]
    [InlineData("""{"model":"m","prompt":[[1],[]]}""", "prompt[1]", "empty_array")]
    [InlineData("""{"model":"m","prompt":[[1],[2,null]]}""", "prompt[1][1]", "invalid_type")]
    [InlineData("""{"model":"m","prompt":"x","logprobs":6}""", "logprobs", "integer_above_max_value")]
    [InlineData("""{"model":"m","prompt":"x","best_of":21}""", "best_of", "integer_above_max_value")]
    [InlineData("""{"model":"m","prompt":"x","echo":1}""", "echo", "invalid_type")]
    public void A_bad_completion_request_is_refused_with_the_field(string body, string param, string code)
    {
        Assert.False(Read(body, out _, out var error));
        Assert.Equal((param, code), (error!.Value.Param, error.Value.Code));
    }

    [Theory]
    [InlineData("""{"response_id":"r","score":0.5}""", null)]
    [InlineData("""{"response_id":"r","label":"good","comment":"thanks"}""", null)]
    [InlineData("""{"response_id":"r","answer":"the right one"}""", null)]
    [InlineData("""{"response_id":"r","answer":""}""", "score")]
    [InlineData("""{"response_id":"r","answer":["x"]}""", "answer")]
    [InlineData("""{"score":1}""", "response_id")]
    [InlineData("""{"response_id":"r"}""", "score")]
    [InlineData("""{"response_id":"r","score":1.5}""", "score")]
    [InlineData("""{"response_id":"r","label":7}""", "label")]
    public void Feedback_needs_a_response_and_a_score_or_a_label(string body, string? param)
    {
        Assert.Equal(param is null, RequestReader.TryReadFeedback(Utf8Text.Bytes(body), out _, out var error));
        Assert.Equal(param, error?.Param);
    }

    [Fact]
    public void A_label_of_feedback_has_a_bound()
    {
        var body = $$"""{"response_id":"r","label":"{{new string('x', RequestLimits.FeedbackLabelChars + 1)}}"}""";
        Assert.False(RequestReader.TryReadFeedback(Utf8Text.Bytes(body), out _, out var error));
        Assert.Equal("string_above_max_length", error.Code);
    }

    private static bool Read(string body, out CompletionRequest? request, out (string? Param, string? Code)? error)
    {
        var ok = RequestReader.TryReadCompletion(Utf8Text.Bytes(body), out request, out var wire);
        error = wire is null ? null : (wire.Param, wire.Code);
        return ok;
    }
}
