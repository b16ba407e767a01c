using System.Globalization;
using System.Text;
using System.Text.Json;
using Freehold.Inference.Constraints.Patterns;

namespace Freehold.Inference.Constraints.Schemas;

/// <summary>Reads the values of enum and const into the one text that each is written as.</summary>
internal static class SchemaValues
{
    public static EnumValue[] ReadEnum(SchemaPlace place)
    {
        var values = place.Elements().Take(ConstraintLimits.EnumValues + 1).Select(ReadValue).Distinct().ToArray();
        return values.Length is > 0 and <= ConstraintLimits.EnumValues
            ? values
            : throw place.Refuse($"it must have 1 to {ConstraintLimits.EnumValues} values");
    }

    public static EnumValue ReadValue(SchemaPlace place)
    {
        var text = new StringBuilder();
        Write(place, text);
        return new EnumValue(text.ToString(), SchemaTypes.Of(place.Value));
    }

    // Recursion is bounded by the depth that the schema was read with.
    private static void Write(SchemaPlace place, StringBuilder text)
    {
        var separator = "";
        switch (place.Value.ValueKind)
        {
            case JsonValueKind.String:
                text.Append(Encoding.UTF8.GetString(StringChars.Quote(place.Text())));
                break;
            case JsonValueKind.Array:
                text.Append('[');
                foreach (var element in place.Elements())
                {
                    text.Append(separator);
                    Write(element, text);
                    separator = ",";
                }

                text.Append(']');
                break;
            case JsonValueKind.Object:
                text.Append('{');
                foreach (var (name, value) in place.Members())
                {
                    text.Append(separator).Append(Encoding.UTF8.GetString(StringChars.Quote(name))).Append(':');
                    Write(place with { Value = value }, text);
                    separator = ",";
                }

                text.Append('}');
                break;
            // 1.0 and 1 are one value to JSON Schema, so both are written alike.
            case JsonValueKind.Number when place.Value.TryGetDecimal(out var number):
                text.Append(CultureInfo.InvariantCulture, $"{number:0.############################}");
                break;
            default:
                text.Append(place.Value.GetRawText());
                break;
        }
    }
}
