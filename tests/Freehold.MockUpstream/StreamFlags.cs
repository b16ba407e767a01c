using System.Buffers;
using System.Text.Json;

namespace Freehold.MockUpstream;

/// <summary>What a request says about streaming.</summary>
/// <param name="Stream">Value of <c>stream</c>.</param>
/// <param name="IncludeUsage">Value of <c>stream_options.include_usage</c>.</param>
/// <param name="IsJson">Whether the body is a JSON object at all.</param>
internal readonly record struct StreamFlags(bool Stream, bool IncludeUsage, bool IsJson)
{
    public static StreamFlags Read(ReadOnlySequence<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return default;
            bool stream = false, includeUsage = false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isStream = reader.ValueTextEquals("stream"u8);
                var isOptions = reader.ValueTextEquals("stream_options"u8);
                reader.Read();
                if (isStream) stream = reader.TokenType == JsonTokenType.True;
                else if (isOptions && reader.TokenType == JsonTokenType.StartObject) includeUsage = ReadIncludeUsage(ref reader);
                else reader.Skip();
            }

            return new StreamFlags(stream, includeUsage, true);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static bool ReadIncludeUsage(ref Utf8JsonReader reader)
    {
        var includeUsage = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isUsage = reader.ValueTextEquals("include_usage"u8);
            reader.Read();
            if (isUsage) includeUsage = reader.TokenType == JsonTokenType.True;
            reader.Skip();
        }

        return includeUsage;
    }
}
