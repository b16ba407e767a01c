using System.Text.Json;
using Freehold.Inference.Constraints.Patterns;

namespace Freehold.Inference.Constraints.Schemas;

/// <summary>Reads subschemas (JSON Schema 2020-12, and draft 7 where the words are the same) and refuses what is not supported.</summary>
internal sealed class SchemaReader(JsonElement root)
{
    // Annotations, which restrict nothing.
    private static readonly HashSet<string> Ignored = new(StringComparer.Ordinal)
    {
        "$schema", "$id", "$comment", "$defs", "definitions", "title", "description", "default", "example", "examples",
        "deprecated", "readOnly",
        "writeOnly", "contentMediaType", "contentEncoding",
    };

    private readonly Dictionary<string, SchemaNode> _byPointer = new(StringComparer.Ordinal);

    /// <summary>The whole schema.</summary>
    public SchemaNode Root() => Read(root, "#");

    /// <summary>The subschema that a $ref points to.</summary>
    /// <exception cref="SchemaRefusedException">There is none.</exception>
    public SchemaNode Resolve(string reference, string from)
    {
        if (_byPointer.TryGetValue(reference, out var known))
            return known;
        if (reference != "#" && !reference.StartsWith("#/", StringComparison.Ordinal))
            throw new SchemaRefusedException($"{from}/$ref", $"'{reference}' is not a pointer into this schema; write '#/$defs/NAME'.");
        var element = root;
        foreach (var step in reference.Split('/').Skip(1))
        {
            var name = Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal)
                .Replace("~0", "~", StringComparison.Ordinal);
            var found = element.ValueKind switch
            {
                JsonValueKind.Object => element.TryGetProperty(name, out var member) ? member : default,
                JsonValueKind.Array when int.TryParse(name, out var index)
                    && (uint)index < (uint)element.GetArrayLength() => element[index],
                _ => default,
            };
            if (found.ValueKind == JsonValueKind.Undefined)
                throw new SchemaRefusedException($"{from}/$ref", $"there is nothing at '{reference}'.");
            element = found;
        }

        return Read(element, reference);
    }

    private SchemaNode Read(JsonElement schema, string pointer)
    {
        if (_byPointer.TryGetValue(pointer, out var known))
            return known;
        var node = schema.ValueKind switch
        {
            JsonValueKind.True => SchemaNode.Any,
            JsonValueKind.False => new SchemaNode(pointer) { Types = JsonTypes.None },
            JsonValueKind.Object => ReadObject(schema, pointer),
            _ => throw new SchemaRefusedException(pointer, "a schema must be an object, true or false."),
        };
        _byPointer.TryAdd(pointer, node);
        return node;
    }

    private SchemaNode ReadObject(JsonElement schema, string pointer)
    {
        var node = new SchemaNode(pointer);
        var types = JsonTypes.None;
        var hints = JsonTypes.None;
        foreach (var member in schema.EnumerateObject())
        {
            var place = new SchemaPlace($"{pointer}/{Escape(member.Name)}", member.Value);
            if (member.NameEquals("type"))
                types = SchemaTypes.Read(place);
            else if (!Ignored.Contains(member.Name) && !member.Name.StartsWith("x-", StringComparison.Ordinal))
                node = Keyword(node, member.Name, place, ref hints);
        }

        return node with { Types = types != JsonTypes.None ? types : hints != JsonTypes.None ? hints : JsonTypes.All };
    }

    private SchemaNode Keyword(SchemaNode node, string name, SchemaPlace place, ref JsonTypes hints)
    {
        switch (name)
        {
            case "enum": return node with { Enum = SchemaValues.ReadEnum(place) };
            case "const": return node with { Enum = [SchemaValues.ReadValue(place)] };
            case "$ref": return node with { Reference = place.Text() };
            case "allOf": return node with { AllOf = Many(place) };
            case "anyOf" or "oneOf" when node.AnyOf is null: return node with { AnyOf = Many(place), OptionsExclude = name == "oneOf" };
            case "anyOf" or "oneOf": throw place.Refuse("anyOf and oneOf beside each other are not supported");
            case "properties" or "required" or "additionalProperties":
                hints |= JsonTypes.Object;
                return ObjectKeyword(node, name, place);
            case "items" or "prefixItems" or "minItems" or "maxItems":
                hints |= JsonTypes.Array;
                return ArrayKeyword(node, name, place);
            case "uniqueItems" when place.Value.ValueKind == JsonValueKind.False: return node;
            case "minLength" or "maxLength" or "pattern" or "format":
                hints |= JsonTypes.String;
                return StringKeyword(node, name, place);
            case "minimum" or "exclusiveMinimum" or "maximum" or "exclusiveMaximum" or "multipleOf":
                hints |= JsonTypes.Number;
                return NumberKeyword(node, name, place);
            default: throw place.Refuse($"the keyword '{name}' is not supported");
        }
    }

    private SchemaNode ObjectKeyword(SchemaNode node, string name, SchemaPlace place) => name switch
    {
        "properties" => node with { Properties = Properties(place) },
        "required" => node with { Required = [.. place.Elements().Select(element => element.Text()).Distinct(StringComparer.Ordinal)] },
        _ => node with { SaysAdditional = true, Additional = Others(place) },
    };

    private SchemaNode[]? Others(SchemaPlace place) =>
        place.Value.ValueKind == JsonValueKind.False ? null : [Read(place.Value, place.Pointer)];

    private SchemaNode ArrayKeyword(SchemaNode node, string name, SchemaPlace place) => name switch
    {
        "items" => node with { SaysItems = true, Items = Others(place) },
        "prefixItems" => node with { Prefix = [.. Many(place).Select(item => new[] { item })] },
        "minItems" => node with { MinItems = place.Count() },
        _ => node with { MaxItems = place.Count() },
    };

    private static SchemaNode StringKeyword(SchemaNode node, string name, SchemaPlace place)
    {
        switch (name)
        {
            case "minLength": return node with { MinLength = place.Count() };
            case "maxLength": return node with { MaxLength = place.Count() };
        }

        if (node.Pattern is not null)
            throw place.Refuse("pattern and format beside each other are not supported");
        var pattern = name == "pattern"
            ? place.Text()
            : StringFormats.Find(place.Text()) ?? throw place.Refuse($"this format is not supported; these are: {StringFormats.Known}");
        return node with { Pattern = PatternParser.Parse(pattern, place.Pointer) };
    }

    private static SchemaNode NumberKeyword(SchemaNode node, string name, SchemaPlace place)
    {
        var value = place.Decimal();
        switch (name)
        {
            case "minimum" or "exclusiveMinimum":
                return node with { Low = SchemaMerger.Higher(node.Low, new NumberBound(value, name != "minimum")) };
            case "maximum" or "exclusiveMaximum":
                return node with { High = SchemaMerger.Lower(node.High, new NumberBound(value, name != "maximum")) };
            default:
                if (value < 1 || value > ConstraintLimits.MultipleOf || decimal.Truncate(value) != value)
                    throw place.Refuse($"only whole numbers from 1 to {ConstraintLimits.MultipleOf} are supported here");
                return node with { MultipleOf = (int)value };
        }
    }

    private PropertySchema[] Properties(SchemaPlace place)
    {
        if (place.Value.ValueKind != JsonValueKind.Object)
            throw place.Refuse("it must be an object");
        // Of a name that comes twice the last one counts, as in every reader of JSON.
        return [.. place.Members().GroupBy(member => member.Name, StringComparer.Ordinal).Select(
            same => new PropertySchema(same.Key, [Read(same.Last().Value, $"{place.Pointer}/{Escape(same.Key)}")]))];
    }

    private SchemaNode[] Many(SchemaPlace place)
    {
        var schemas = place.Elements().Select(element => Read(element.Value, element.Pointer)).ToArray();
        return schemas.Length is > 0 and <= ConstraintLimits.EnumValues
            ? schemas
            : throw place.Refuse($"it must have 1 to {ConstraintLimits.EnumValues} schemas");
    }

    private static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
