using System.Text.Json;

namespace Freehold.Inference.Constraints.Schemas;

/// <summary>Reads the keyword <c>type</c>.</summary>
internal static class SchemaTypes
{
    public static JsonTypes Read(SchemaPlace place)
    {
        if (place.Value.ValueKind == JsonValueKind.String)
            return One(place);
        var types = place.Elements().Aggregate(JsonTypes.None, (types, element) => types | One(element));
        return types != JsonTypes.None ? types : throw place.Refuse("it must name a type");
    }

    /// <summary>The type of a value.</summary>
    public static JsonTypes Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => JsonTypes.Null,
        JsonValueKind.True or JsonValueKind.False => JsonTypes.Boolean,
        JsonValueKind.String => JsonTypes.String,
        JsonValueKind.Array => JsonTypes.Array,
        JsonValueKind.Object => JsonTypes.Object,
        _ => value.TryGetDecimal(out var number) && decimal.Truncate(number) == number ? JsonTypes.Integer : JsonTypes.Fraction,
    };

    private static JsonTypes One(SchemaPlace place) => place.Text() switch
    {
        "null" => JsonTypes.Null,
        "boolean" => JsonTypes.Boolean,
        "integer" => JsonTypes.Integer,
        "number" => JsonTypes.Number,
        "string" => JsonTypes.String,
        "array" => JsonTypes.Array,
        "object" => JsonTypes.Object,
        var other => throw place.Refuse($"'{other}' is not a type"),
    };
}
