using System.Text.Json;
using Freehold.Wire.Splicing;

namespace Freehold.Wire.Restoring;

/// <summary>Names of an answer's members.</summary>
internal static class AnswerNames
{
    /// <summary>The reader's name; null for a member whose value the API or the provider defines, and no model writes.</summary>
    public static string? Find(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("content"u8)) return "content";
        if (reader.ValueTextEquals("arguments"u8)) return "arguments";
        if (reader.ValueTextEquals("text"u8)) return "text";
        if (reader.ValueTextEquals("delta"u8)) return "delta";
        if (reader.ValueTextEquals("message"u8)) return "message";
        return IsDefined(ref reader) ? null : ResponseReader.Unescape(ref reader);
    }

    private static bool IsDefined(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("role"u8) || reader.ValueTextEquals("type"u8) || reader.ValueTextEquals("id"u8);
}
