using System.Text;
using Freehold.Wire.Json;
using Freehold.Wire.Requests;

namespace Freehold.Wire.Tests.Requests;

public sealed class BadChatRequestTests
{
    // body, param, code, part of the message
    public static TheoryData<string, string?, string?, string> Bad => new()
    {
        { "", null, null, "the body is empty (line 1, byte 1)" },
        { "{\"model\":\"m\",\n  \"messages\":[}", null, null, "(line 2, byte 15)" },
        { "{\"model\":\"m\"", null, null, "line 1" },
        { "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} tail", null, null, "'t' is invalid" },
        { "\uFEFF{}", null, null, "byte order mark" },
        { "[]", null, "invalid_type", "request body: expected an object, but got an array" },
        { "{}", "model", "missing_required_parameter", "'model'" },
        { """{"model":null}""", "model", "invalid_type", "a string, but got null" },
        { """{"model":""}""", "model", "invalid_value", "empty" },
        { """{"model":7,"messages":[]}""", "model", "invalid_type", "a string, but got an integer" },
        { """{"model":"m"}""", "messages", "missing_required_parameter", "'messages'" },
        { """{"model":"m","messages":[]}""", "messages", "empty_array", "empty array" },
        { """{"model":"m","messages":{}}""", "messages", "invalid_type", "an array of objects, but got an object" },
        { """{"model":"m","messages":["hi"]}""", "messages[0]", "invalid_type", "an object, but got a string" },
        { Messages("""{"content":"x"}"""), "messages[0].role", "missing_required_parameter", "" },
        { Messages("""{"role":"user","content":"x"},{"role":3}"""), "messages[1].role", "invalid_type", "but got an integer" },
        { Messages("""{"role":"boss","content":"x"}"""), "messages[0].role", "invalid_value", "'boss'" },
        { Messages("""{"role":"user"}"""), "messages[0].content", "missing_required_parameter", "" },
        { Messages("""{"role":"user","content":null}"""), "messages[0].content", "missing_required_parameter", "" },
        { Messages("""{"role":"user","content":true}"""), "messages[0].content", "invalid_type", "but got a boolean" },
        { Messages("""{"role":"user","content":[]}"""), "messages[0].content", "empty_array", "" },
        { Messages("""{"role":"user","content":[{"type":"text","text":"a"},{"text":"a"}]}"""), "messages[0].content[1].type", "missing_required_parameter", "" },
        { Messages("""{"role":"user","content":[{"type":"text"}]}"""), "messages[0].content[0].text", "missing_required_parameter", "" },
        { Messages("""{"role":"user","content":[{"type":"text","text":1.5}]}"""), "messages[0].content[0].text", "invalid_type", "but got a decimal" },
        { Messages("""{"role":"tool","content":"x"}"""), "messages[0].tool_call_id", "missing_required_parameter", "" },
        { Messages("""{"role":"user","content":"\ud83d"}"""), "messages[0].content", "invalid_value", "surrogate" },
        { With("\"temperature\":2.5"), "temperature", "decimal_above_max_value", "<= 2, but got 2.5" },
        { With("\"temperature\":-1"), "temperature", "decimal_below_min_value", ">= 0, but got -1" },
        { With("\"temperature\":\"hot\""), "temperature", "invalid_type", "a decimal, but got a string" },
        { With("\"temperature\":1e999"), "temperature", "decimal_above_max_value", "<= 2" },
        { With("\"top_p\":1.01"), "top_p", "decimal_above_max_value", "<= 1" },
        { With("\"n\":0"), "n", "integer_below_min_value", ">= 1, but got 0" },
        { With("\"n\":129"), "n", "integer_above_max_value", "<= 128" },
        { With("\"n\":1.5"), "n", "invalid_type", "an integer, but got a decimal" },
        { With("\"max_tokens\":0"), "max_tokens", "integer_below_min_value", ">= 1" },
        { With("\"max_completion_tokens\":99999999999999999999"), "max_completion_tokens", "integer_above_max_value", "2147483647" },
        { With("\"presence_penalty\":3"), "presence_penalty", "decimal_above_max_value", "" },
        { With("\"frequency_penalty\":-3"), "frequency_penalty", "decimal_below_min_value", "" },
        { With("\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"]"), "stop", "array_above_max_length", "maximum length 4" },
        { With("\"stop\":[\"a\",5]"), "stop[1]", "invalid_type", "a string" },
        { With("\"stop\":\"\""), "stop", "invalid_value", "must not be empty" },
        { With("\"stream\":\"yes\""), "stream", "invalid_type", "a boolean, but got a string" },
        { With("\"stream_options\":{\"include_usage\":true}"), "stream_options", "invalid_value", "only allowed when 'stream' is enabled" },
        { With("\"stream\":true,\"stream_options\":{\"include_usage\":1}"), "stream_options.include_usage", "invalid_type", "a boolean" },
        { With("\"top_logprobs\":3"), "top_logprobs", "invalid_value", "'logprobs' is enabled" },
        { With("\"logprobs\":true,\"top_logprobs\":21"), "top_logprobs", "integer_above_max_value", "<= 20" },
        { With("\"logit_bias\":{\"x\":1}"), "logit_bias", "invalid_value", "not a token id" },
        { With("\"logit_bias\":{\"5\":101}"), "logit_bias.5", "decimal_above_max_value", "<= 100" },
        { With("\"metadata\":{\"k\":1}"), "metadata.k", "invalid_type", "a string, but got an integer" },
        { With("\"deep\":" + new string('[', WireJson.MaxDepth) + new string(']', WireJson.MaxDepth)), null, null, "maximum configured depth of 64" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_request_is_refused_with_the_field_and_the_reason(string body, string? param, string? code, string message)
    {
        Assert.False(RequestReader.TryReadChat(Utf8Text.Bytes(body), out var request, out var error));
        Assert.Null(request);
        Assert.Equal((400, "invalid_request_error", param, code), (error.Status, error.Type, error.Param, error.Code));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_utf8_is_refused_even_in_a_field_that_nobody_reads()
    {
        byte[] body = [.. "{\n\"x\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        Assert.False(RequestReader.TryReadChat(body, out _, out var error));
        Assert.Contains("the byte 0xC3 is not valid UTF-8 (line 2, byte 6)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_prefix_of_a_request_is_refused_as_malformed()
    {
        var body = Utf8Text.Bytes(With("\"stop\":[\"é\"],\"logit_bias\":{\"1\":2},\"metadata\":{\"a\":\"b\"},\"tools\":[{}]"));
        Assert.True(RequestReader.TryReadChat(body, out _, out _));
        for (var length = 0; length < body.Length; length++)
        {
            Assert.False(RequestReader.TryReadChat(body.AsMemory(0, length), out _, out var error), Encoding.UTF8.GetString(body, 0, length));
            Assert.StartsWith("We could not parse", error.Message, StringComparison.Ordinal);
        }
    }

    private static string Messages(string messages) => $$"""{"model":"m","messages":[{{messages}}]}""";

    private static string With(string members) => $$"""{"model":"m","messages":[{"role":"user","content":"x"}],{{members}}}""";
}
