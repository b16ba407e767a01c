using System.Text.Json;

namespace Freehold.Wire.Splicing;

/// <summary>Reads the object <c>usage</c>.</summary>
internal static class UsageScanner
{
    /// <summary>Reads from the object's start to its end. A count that is absent or no natural number is 0.</summary>
    public static UsageCounts Read(ref Utf8JsonReader reader)
    {
        int prompt = 0, completion = 0, cached = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("prompt_tokens"u8)) prompt = ReadCount(ref reader);
            else if (reader.ValueTextEquals("completion_tokens"u8)) completion = ReadCount(ref reader);
            else if (reader.ValueTextEquals("prompt_tokens_details"u8)) cached = ReadCached(ref reader);
            else Skip(ref reader);
        }

        return new UsageCounts(prompt, completion, cached);
    }

    private static int ReadCached(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return 0;
        }

        var cached = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("cached_tokens"u8)) cached = ReadCount(ref reader);
            else Skip(ref reader);
        }

        return cached;
    }

    private static int ReadCount(ref Utf8JsonReader reader)
    {
        reader.Read();
        var count = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var value) ? Math.Max(value, 0) : 0;
        reader.Skip();
        return count;
    }

    private static void Skip(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }
}
