using System.Text.Json;
using Freehold.Wire.Json;
using Freehold.Wire.Requests;

namespace Freehold.Wire.Tests.Requests;

public sealed class RecordedRequestTests
{
    [Fact]
    public void Every_recorded_request_parses_to_what_it_says()
    {
        foreach (var (recording, bytes) in Traces.ReadAll("request.json"))
        {
            Assert.True(RequestReader.TryReadChat(bytes, out var request, out var error), $"{recording}: {error}");
            var expected = JsonDocument.Parse(bytes).RootElement;
            Assert.Equal(expected.GetProperty("model").GetString(), request.Model);
            Assert.Equal(
                expected.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("content").GetString()),
                request.Messages.Select(message => message.Content!.ToText()));
            Assert.Equal(expected.TryGetProperty("max_completion_tokens", out var limit) ? limit.GetInt32() : null, request.OutputTokenLimit);
            Assert.Equal(expected.TryGetProperty("stream", out var stream) && stream.GetBoolean(), request.Stream);
            Assert.Equal(expected.TryGetProperty("tools", out var tools) ? tools.GetRawText() : "", request.Tools.ToString());
        }
    }

    [Fact]
    public void A_request_that_is_written_and_read_again_is_the_same()
    {
        foreach (var (_, bytes) in Traces.ReadAll("request.json"))
        {
            Assert.True(RequestReader.TryReadChat(bytes, out var request, out _));
            var written = JsonSerializer.SerializeToUtf8Bytes(request, WireJsonContext.Default.ChatCompletionRequest);
            Assert.True(RequestReader.TryReadChat(written, out var again, out var error), error?.Message);
            Assert.Equal(written, JsonSerializer.SerializeToUtf8Bytes(again, WireJsonContext.Default.ChatCompletionRequest));
            Assert.Equal(request.Messages.Select(message => message.Content!.ToText()), again.Messages.Select(message => message.Content!.ToText()));
        }
    }
}
