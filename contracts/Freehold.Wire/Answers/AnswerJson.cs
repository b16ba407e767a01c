using System.Buffers;
using System.Text.Json;
using Freehold.Wire.Chat;
using Freehold.Wire.Json;

namespace Freehold.Wire.Answers;

/// <summary>The pieces that all answers are made of.</summary>
internal static class AnswerJson
{
    // One JSON writer per thread: a token's chunk is written without allocating, and nothing is awaited while it is in use.
    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    public static Utf8JsonWriter Begin(IBufferWriter<byte> output, AnswerHeader header, ReadOnlySpan<byte> kind)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(header);
        var json = _writer ??= new Utf8JsonWriter(output, WireJson.WriterOptions);
        json.Reset(output);
        json.WriteStartObject();
        json.WriteString("id"u8, header.Id);
        json.WriteString("object"u8, kind);
        json.WriteNumber("created"u8, header.CreatedUnixSeconds);
        json.WriteString("model"u8, header.Model);
        if (header.SystemFingerprint is not null) json.WriteString("system_fingerprint"u8, header.SystemFingerprint);
        json.WriteStartArray("choices"u8);
        return json;
    }

    /// <summary>Ends the choices and the answer.</summary>
    public static void End(Utf8JsonWriter json, UsageCounts? usage)
    {
        json.WriteEndArray();
        if (usage is { } counts) WriteUsage(json, counts);
        json.WriteEndObject();
        json.Flush();
    }

    public static void WriteLogprobs(Utf8JsonWriter json, IReadOnlyList<TokenLogprob>? logprobs)
    {
        if (logprobs is null)
        {
            json.WriteNull("logprobs"u8);
            return;
        }

        json.WriteStartObject("logprobs"u8);
        json.WriteStartArray("content"u8);
        foreach (var token in logprobs) WriteToken(json, token, withTop: true);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteToken(Utf8JsonWriter json, TokenLogprob token, bool withTop)
    {
        json.WriteStartObject();
        json.WriteString("token"u8, token.Token);
        json.WriteNumber("logprob"u8, token.Logprob);
        if (token.Bytes is null)
        {
            json.WriteNull("bytes"u8);
        }
        else
        {
            json.WriteStartArray("bytes"u8);
            foreach (var value in token.Bytes) json.WriteNumberValue(value);
            json.WriteEndArray();
        }

        if (withTop)
        {
            json.WriteStartArray("top_logprobs"u8);
            foreach (var other in token.TopLogprobs ?? []) WriteToken(json, other, withTop: false);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteUsage(Utf8JsonWriter json, UsageCounts usage)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, usage.PromptTokens);
        json.WriteNumber("completion_tokens"u8, usage.CompletionTokens);
        json.WriteNumber("total_tokens"u8, (long)usage.PromptTokens + usage.CompletionTokens);
        json.WriteStartObject("prompt_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, usage.CachedTokens);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
