using System.Text;
using System.Text.Json;
using Freehold.Wire.Errors;
using Freehold.Wire.Json;

namespace Freehold.Wire.Splicing;

/// <summary>
/// Reads the value of a provider's <c>error</c>. Servers differ: some send only a text, some a number as code; what is missing or of
/// another type is left out, and where there is no message the value's own JSON is the best that there is.
/// </summary>
internal static class ProviderErrorReader
{
    public static WireError Read(ReadOnlySpan<byte> value, int status)
    {
        var reader = new Utf8JsonReader(value, WireJson.ReaderOptions);
        reader.Read();
        string? message = reader.TokenType == JsonTokenType.String ? Text(ref reader) : null, type = null, param = null, code = null;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("message"u8)) message = Next(ref reader);
                else if (reader.ValueTextEquals("type"u8)) type = Next(ref reader);
                else if (reader.ValueTextEquals("param"u8)) param = Next(ref reader);
                else if (reader.ValueTextEquals("code"u8)) code = Next(ref reader);
                else Next(ref reader);
            }
        }

        return new WireError(status, message ?? Encoding.UTF8.GetString(value), type ?? WireErrorTypes.Server, param, code);
    }

    private static string? Next(ref Utf8JsonReader reader)
    {
        reader.Read();
        var text = Text(ref reader);
        reader.Skip();
        return text;
    }

    private static string? Text(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => ResponseReader.Unescape(ref reader),
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        _ => null,
    };
}
