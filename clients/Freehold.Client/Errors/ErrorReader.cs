using System.Text.Json;
using Freehold.Wire.Errors;
using Freehold.Wire.Json;

namespace Freehold.Client.Errors;

/// <summary>Finds OpenAI's error object in what came.</summary>
internal static class ErrorReader
{
    /// <summary>The error that a body or an event holds, or null where it is something else.</summary>
    public static ErrorBody? TryRead(ReadOnlySpan<byte> json)
    {
        // Nearly every event of a stream is a chunk; they are told apart without a parse.
        if (json.IndexOf("\"error\""u8) < 0 || !HasErrorObject(json)) return null;
        try
        {
            return JsonSerializer.Deserialize(json, WireJsonContext.Default.ErrorEnvelope)?.Error;
        }
        catch (JsonException)
        {
            return new ErrorBody("The error that came cannot be read.", WireErrorTypes.Server, null, null);
        }
    }

    private static bool HasErrorObject(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isError = reader.ValueTextEquals("error"u8);
                reader.Read();
                if (isError && reader.TokenType == JsonTokenType.StartObject) return true;
                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // Not JSON at all, such as a proxy's HTML page.
        }

        return false;
    }
}
