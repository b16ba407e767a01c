namespace Freehold.Cli.Tests.Support;

/// <summary>Answers as the gateway gives them.</summary>
internal static class Samples
{
    public const string Usage = """{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}""";

    public static string Completion(string text) => $$"""
        {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"stories",
         "choices":[{"index":0,"message":{"role":"assistant","content":"{{text}}"},"finish_reason":"stop"}],"usage":{{Usage}}}
        """;

    public static string Chunk(string delta, string finish = "null") => $$"""
        {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"stories","choices":[
         {"index":0,"delta":{{delta}},"finish_reason":{{finish}} }]}
        """.ReplaceLineEndings("");

    public static string Error(string message, string code) =>
        $$"""{"error":{"message":"{{message}}","type":"invalid_request_error","param":null,"code":"{{code}}"} }""";

    public static string Outcome(long sequence, string decision = "auto: local first") => $$"""
        {"id":"chatcmpl-{{sequence}}","object":"outcome","sequence":{{sequence}},"tenant":"default","key_id":"k1",
         "at":"2026-01-02T03:04:05+00:00","api":"chat.completions","label":"Internal","requested_model":"auto","model":"stories",
         "decision":"{{decision}}","policy_version":1,
         "candidates":[{"id":"stories","allowed":true,"reason":"local","propensity":1}],
         "attempts":[],"status":"completed","http_status":200,"prompt_tokens":3,"completion_tokens":2,"cost_micro_usd":1500000,
         "first_byte_ms":4.5,"total_ms":12.2,"feedback":[]}
        """;

    public static string Outcomes(bool hasMore, params long[] sequences)
    {
        var data = string.Join(',', sequences.Select(sequence => Outcome(sequence)));
        return $$"""{"object":"list","has_more":{{(hasMore ? "true" : "false")}},"data":[{{data}}]}""";
    }
}
