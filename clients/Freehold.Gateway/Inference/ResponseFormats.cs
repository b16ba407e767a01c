using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Freehold.Wire.Errors;
using Freehold.Wire.Json;

namespace Freehold.Gateway.Inference;

/// <summary>Reads <c>response_format</c>, which the parser leaves as it came.</summary>
internal static class ResponseFormats
{
    private const string Param = "response_format";

    /// <summary>Reads the format's name and, of <c>json_schema</c>, the schema as JSON.</summary>
    public static bool TryRead(RawJson raw, out string format, out string? schema, [NotNullWhen(false)] out WireError? error)
    {
        (format, schema, error) = ("text", null, null);
        if (!raw.HasValue)
        {
            return true;
        }

        using var document = JsonDocument.Parse(raw.Utf8);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            error = root.ValueKind == JsonValueKind.Null ? null : RequestErrors.InvalidValue(Param, "it must be an object");
            return error is null;
        }

        format = root.TryGetProperty("type"u8, out var type) && type.ValueKind == JsonValueKind.String ? type.GetRawText().Trim('"') : "";
        switch (format)
        {
            case "text" or "json_object":
                return true;
            case "json_schema":
                schema = root.TryGetProperty("json_schema"u8, out var named) && named.ValueKind == JsonValueKind.Object
                    && named.TryGetProperty("schema"u8, out var element) ? element.GetRawText() : null;
                error = schema is null ? RequestErrors.Missing("response_format.json_schema.schema") : null;
                return error is null;
            default:
                error = RequestErrors.UnsupportedValue("response_format.type", format, "'text', 'json_object' and 'json_schema'");
                return false;
        }
    }
}
