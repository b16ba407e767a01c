using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Freehold.MockUpstream;

/// <summary>
/// Answers with what was asked, or with what a test makes of it: the text of the last message, or the prompt, in each of <c>n</c> choices; where
/// there are tools, as the argument <c>text</c> of two calls as well; with log-probabilities where they are asked for, one token to a piece.
/// </summary>
internal sealed class EchoAnswers(int pieceChars, Func<string, string>? answer)
{
    private const string Usage = """{"prompt_tokens":13,"completion_tokens":14,"total_tokens":27}""";

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public MockAnswer Find(ReadOnlyMemory<byte> body)
    {
        var request = JsonNode.Parse(body.Span)!.AsObject();
        var isChat = request.ContainsKey("messages");
        var text = isChat ? TextOf(request["messages"]!.AsArray()[^1]!["content"]!) : TextOf(request["prompt"]!);
        var echo = new Echo(answer?.Invoke(text) ?? text, isChat, request.ContainsKey("tools"), request["logprobs"]?.ToJsonString() is not (null or "false"), (int?)request["n"] ?? 1);
        return (bool?)request["stream"] == true
            ? MockAnswer.Stream([.. Events(echo, (bool?)request["stream_options"]?["include_usage"] == true)])
            : MockAnswer.Json(Whole(echo));
    }

    private static string TextOf(JsonNode content) =>
        content is JsonArray parts ? string.Concat(parts.Select(part => part is JsonObject ? (string?)part["text"] : (string?)part)) : (string)content!;

    private byte[] Whole(Echo echo)
    {
        var choices = Enumerable.Range(0, echo.Choices).Select(index => echo.IsChat
            ? Choice(index, "message", new JsonObject
            {
                ["role"] = "assistant",
                ["content"] = echo.Text,
                ["tool_calls"] = echo.HasTools ? new JsonArray(Call(0, echo.Arguments), Call(1, echo.Arguments)) : null,
            }, Logprobs(echo, Pieces(echo.Text)), "stop")
            : Choice(index, "text", echo.Text, Logprobs(echo, Pieces(echo.Text)), "stop"));
        return Utf8($"{{{Head(echo, "chat.completion")},\"choices\":[{string.Join(',', choices)}],\"usage\":{Usage}}}");
    }

    private IEnumerable<byte[]> Events(Echo echo, bool withUsage)
    {
        foreach (var choices in Chunks(echo))
        {
            yield return Utf8($"data: {{{Head(echo, "chat.completion.chunk")},\"choices\":[{choices}]{(withUsage ? ",\"usage\":null" : "")}}}\n\n");
        }

        if (withUsage) yield return Utf8($"data: {{{Head(echo, "chat.completion.chunk")},\"choices\":[],\"usage\":{Usage}}}\n\n");
        yield return Utf8("data: [DONE]\n\n");
    }

    /// <summary>The choices take turns, and so do the calls of tools, as servers that batch send them.</summary>
    private IEnumerable<string> Chunks(Echo echo)
    {
        foreach (var piece in Pieces(echo.Text))
        {
            for (var index = 0; index < echo.Choices; index++)
            {
                yield return echo.IsChat
                    ? Choice(index, "delta", new JsonObject { ["content"] = piece }, Logprobs(echo, [piece]), null)
                    : Choice(index, "text", piece, Logprobs(echo, [piece]), null);
            }
        }

        if (echo.HasTools)
        {
            for (var call = 0; call < 2; call++)
                yield return Choice(0, "delta", new JsonObject { ["tool_calls"] = new JsonArray(Call(call, "")) }, null, null);
            foreach (var piece in Pieces(echo.Arguments))
            {
                for (var call = 0; call < 2; call++)
                {
                    var delta = new JsonObject { ["index"] = call, ["function"] = new JsonObject { ["arguments"] = piece } };
                    yield return Choice(0, "delta", new JsonObject { ["tool_calls"] = new JsonArray(delta) }, null, null);
                }
            }
        }

        for (var index = 0; index < echo.Choices; index++)
        {
            yield return echo.IsChat ? Choice(index, "delta", new JsonObject(), null, "stop") : Choice(index, "text", "", null, "stop");
        }
    }

    private static string Choice(int index, string name, JsonNode value, JsonNode? logprobs, string? finishReason) =>
        new JsonObject { [name] = value, ["logprobs"] = logprobs, ["finish_reason"] = finishReason, ["index"] = index }.ToJsonString(Relaxed);

    private static JsonObject Call(int index, string arguments) => new()
    {
        ["id"] = $"call_{index}",
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = "echo", ["arguments"] = arguments },
        ["index"] = index,
    };

    private static JsonObject? Logprobs(Echo echo, IEnumerable<string> tokens) => !echo.HasLogprobs ? null
        : echo.IsChat ? new JsonObject { ["content"] = new JsonArray([.. tokens.Select(Token)]) }
        : new JsonObject { ["tokens"] = new JsonArray([.. tokens.Select(token => (JsonNode)token)]) };

    private static JsonObject Token(string text) => new()
    {
        ["token"] = text,
        ["logprob"] = -0.5,
        ["bytes"] = new JsonArray([.. Encoding.UTF8.GetBytes(text).Select(value => (JsonNode)(int)value)]),
        ["top_logprobs"] = new JsonArray(),
    };

    private static string Head(Echo echo, string chatObject) => echo.IsChat
        ? $$"""
          "id":"chatcmpl-echo","object":"{{chatObject}}","created":1730371200,"model":"mock-model"
          """
        : """
          "id":"cmpl-echo","object":"text_completion","created":1730371200,"model":"mock-model"
          """;

    private IEnumerable<string> Pieces(string text)
    {
        for (var at = 0; at < text.Length; at += pieceChars) yield return text[at..Math.Min(text.Length, at + pieceChars)];
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private sealed record Echo(string Text, bool IsChat, bool HasTools, bool HasLogprobs, int Choices)
    {
        public string Arguments => new JsonObject { ["text"] = Text }.ToJsonString(Relaxed);
    }
}
