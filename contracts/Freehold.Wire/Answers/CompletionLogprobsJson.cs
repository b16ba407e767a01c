using System.Text.Json;
using Freehold.Wire.Chat;

namespace Freehold.Wire.Answers;

/// <summary>Log-probabilities in the form of the legacy API: parallel arrays over the tokens.</summary>
internal static class CompletionLogprobsJson
{
    public static void Write(Utf8JsonWriter json, AnswerLogprobs? logprobs)
    {
        if (logprobs is null)
        {
            json.WriteNull("logprobs"u8);
            return;
        }

        json.WriteStartObject("logprobs"u8);
        json.WriteStartArray("tokens"u8);
        foreach (var token in logprobs.Tokens) json.WriteStringValue(token.Token);
        json.WriteEndArray();
        json.WriteStartArray("token_logprobs"u8);
        foreach (var token in logprobs.Tokens) json.WriteNumberValue(token.Logprob);
        json.WriteEndArray();
        json.WriteStartArray("top_logprobs"u8);
        foreach (var token in logprobs.Tokens) WriteTop(json, token);
        json.WriteEndArray();
        json.WriteStartArray("text_offset"u8);
        var offset = logprobs.TextOffset;
        foreach (var token in logprobs.Tokens)
        {
            json.WriteNumberValue(offset);
            offset += token.Token.Length;
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // An object by token: of tokens that read alike, as halves of characters do, the likeliest stands.
    private static void WriteTop(Utf8JsonWriter json, TokenLogprob token)
    {
        json.WriteStartObject();
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var other in token.TopLogprobs ?? [])
        {
            if (written.Add(other.Token)) json.WriteNumber(other.Token, other.Logprob);
        }

        json.WriteEndObject();
    }
}
