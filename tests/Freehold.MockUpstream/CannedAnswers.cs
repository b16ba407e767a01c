using System.Text;

namespace Freehold.MockUpstream;

/// <summary>Fixed answers, built once: the upstream of a benchmark should cost as little as possible.</summary>
internal sealed class CannedAnswers
{
    private const string Usage =
        """{"prompt_tokens":13,"completion_tokens":14,"total_tokens":27,"prompt_tokens_details":{"cached_tokens":5,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}""";

    private const string Text = "Hello! I'm doing well, thank you. How about you? Ask me anything: the answer is fixed, known beforehand, and about as long as a short real one.";
    private const string Tail = "\"service_tier\":\"default\",\"system_fingerprint\":\"fp_mock000001\"";

    private readonly MockAnswer _chat = MockAnswer.Json(Utf8(
        $$$"""{"id":"chatcmpl-mock0001","object":"chat.completion","created":1730371200,"model":"mock-model-2024-07-18","choices":[{"index":0,"message":{"role":"assistant","content":"{{{Text}}}","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{{{Usage}}},{{{Tail}}}}"""));

    private readonly MockAnswer _completion = MockAnswer.Json(Utf8(
        $$$"""{"id":"cmpl-mock0001","object":"text_completion","created":1730371200,"model":"mock-model","choices":[{"text":"{{{Text}}}","index":0,"logprobs":null,"finish_reason":"stop"}],"usage":{{{Usage}}}}"""));

    private readonly MockAnswer _chatStream;
    private readonly MockAnswer _chatStreamWithUsage;
    private readonly MockAnswer _completionStream;
    private readonly MockAnswer _completionStreamWithUsage;
    private readonly MockAnswer _models;

    public CannedAnswers(MockUpstreamOptions options)
    {
        _chatStream = MockAnswer.Stream([.. Events(ChatChunks(options.StreamChunks), false)]);
        _chatStreamWithUsage = MockAnswer.Stream([.. Events(ChatChunks(options.StreamChunks), true)]);
        _completionStream = MockAnswer.Stream([.. Events(CompletionChunks(options.StreamChunks), false)]);
        _completionStreamWithUsage = MockAnswer.Stream([.. Events(CompletionChunks(options.StreamChunks), true)]);
        var models = options.Models.Select(id => $$"""{"id":"{{id}}","object":"model","created":1730371200,"owned_by":"mock"}""");
        _models = MockAnswer.Json(Utf8($$"""{"object":"list","data":[{{string.Join(',', models)}}]}"""));
    }

    public MockAnswer Find(string method, string path, StreamFlags flags) => (method, path) switch
    {
        ("GET", "/v1/models") => _models,
        ("POST", _) when !flags.IsJson => Error(400, "We could not parse the JSON body of your request."),
        ("POST", "/v1/chat/completions") => !flags.Stream ? _chat : flags.IncludeUsage ? _chatStreamWithUsage : _chatStream,
        ("POST", "/v1/completions") => !flags.Stream ? _completion : flags.IncludeUsage ? _completionStreamWithUsage : _completionStream,
        _ => Error(404, $"Unknown request URL: {method} {path}."),
    };

    public static MockAnswer Error(int status, string message) => MockAnswer.Json(
        Utf8($$$"""{"error":{"message":"{{{message}}}","type":"invalid_request_error","param":null,"code":null}}"""), status);

    private static IEnumerable<(string Head, string Choices)> ChatChunks(int count)
    {
        const string Head = """{"id":"chatcmpl-mock0001","object":"chat.completion.chunk","created":1730371200,"model":"mock-model-2024-07-18",""" + Tail;
        yield return (Head, """[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]""");
        for (var i = 0; i < count; i++)
            yield return (Head, $$$"""[{"index":0,"delta":{"content":" word{{{i}}}"},"logprobs":null,"finish_reason":null}]""");
        yield return (Head, """[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]""");
    }

    private static IEnumerable<(string Head, string Choices)> CompletionChunks(int count)
    {
        const string Head = "{\"id\":\"cmpl-mock0001\",\"object\":\"text_completion\",\"created\":1730371200,\"model\":\"mock-model\"";
        for (var i = 0; i < count; i++)
            yield return (Head, $$$"""[{"text":" word{{{i}}}","index":0,"logprobs":null,"finish_reason":null}]""");
        yield return (Head, """[{"text":"","index":0,"logprobs":null,"finish_reason":"stop"}]""");
    }

    private static IEnumerable<byte[]> Events(IEnumerable<(string Head, string Choices)> chunks, bool withUsage)
    {
        var head = "";
        foreach (var chunk in chunks)
        {
            head = chunk.Head;
            yield return Utf8($"data: {head},\"choices\":{chunk.Choices}{(withUsage ? ",\"usage\":null" : "")}}}\n\n");
        }

        if (withUsage) yield return Utf8($"data: {head},\"choices\":[],\"usage\":{Usage}}}\n\n");
        yield return Utf8("data: [DONE]\n\n");
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
