using System.Text;

namespace Freehold.Wire.Texts;

/// <summary>
/// Names and values that the APIs define. They are no text of anybody's, wherever they stand. What else a client writes in their place is read.
/// </summary>
internal static class ApiWords
{
    private static readonly string[] All =
    [
        "role", "content", "messages", "model", "type", "text", "refusal", "prompt", "input", "suffix", "echo", "best_of", "stop", "n",
        "system", "developer", "user", "assistant", "tool", "function", "tools", "tool_calls", "tool_call_id", "tool_choice", "function_call",
        "parallel_tool_calls", "auto", "none", "required", "arguments", "parameters", "properties", "description", "strict", "schema", "enum",
        "items", "object", "string", "number", "integer", "boolean", "array", "additionalProperties", "anyOf", "default", "stream",
        "stream_options", "include_usage", "temperature", "top_p", "top_k", "min_p", "repetition_penalty", "presence_penalty",
        "frequency_penalty", "logit_bias", "logprobs", "top_logprobs", "seed", "max_tokens", "max_completion_tokens", "response_format",
        "json_object", "json_schema", "metadata", "image_url", "url", "detail", "input_audio", "audio", "data", "format", "file", "name", "id",
        "encoding_format", "float", "base64", "dimensions", "store", "service_tier", "reasoning_effort", "low", "medium", "high", "minimal",
    ];

    private static readonly int Longest = All.Max(word => word.Length);

    // [bytes of the word] -> the few words that are that long.
    private static readonly (byte[] Utf8, string Word)[][] ByLength =
    [
        .. Enumerable.Range(0, Longest + 1)
            .Select(length => All.Where(word => word.Length == length).Select(word => (Encoding.ASCII.GetBytes(word), word)).ToArray()),
    ];

    /// <summary>The word that a string is, as it stands between its quotes; null where it is none.</summary>
    public static string? Find(ReadOnlySpan<byte> raw)
    {
        if (raw.Length > Longest) return null;
        foreach (var (utf8, word) in ByLength[raw.Length])
        {
            if (raw.SequenceEqual(utf8)) return word;
        }

        return null;
    }
}
