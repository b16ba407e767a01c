namespace Freehold.Inference.Constraints;

/// <summary>What kind of text an answer must be.</summary>
public enum ResponseFormatKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>A JSON object.</summary>
    JsonObject,

    /// <summary>JSON that is valid under a schema.</summary>
    JsonSchema,
}

/// <summary>
/// What an answer must be. JSON is promised whole where the tokens asked for are at least the bytes of the shortest valid answer; where
/// they are fewer it is brought as close to its end as they allow.
/// </summary>
/// <remarks>docs/structured-output.md lists the keywords of JSON Schema that are supported; others are refused by name.</remarks>
public sealed record ResponseFormat
{
    private ResponseFormat(ResponseFormatKind kind, string? schema) => (Kind, Schema) = (kind, schema);

    /// <summary>Any text.</summary>
    public static ResponseFormat Text { get; } = new(ResponseFormatKind.Text, null);

    /// <summary>Any JSON object.</summary>
    public static ResponseFormat JsonObject { get; } = new(ResponseFormatKind.JsonObject, null);

    /// <summary>Which kind.</summary>
    public ResponseFormatKind Kind { get; }

    /// <summary>The schema as JSON; null for the other kinds.</summary>
    public string? Schema { get; }

    /// <summary>JSON that is valid under a schema (JSON Schema 2020-12), as JSON text.</summary>
    public static ResponseFormat JsonSchema(string schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new ResponseFormat(ResponseFormatKind.JsonSchema, schema);
    }
}
