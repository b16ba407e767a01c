using Freehold.Inference.Constraints.Patterns;

namespace Freehold.Inference.Constraints.Schemas;

/// <summary>One value of an enum.</summary>
/// <param name="Text">It as JSON, in UTF-8, without whitespace.</param>
/// <param name="Type">Its type.</param>
internal readonly record struct EnumValue(string Text, JsonTypes Type);

/// <summary>A bound of a number.</summary>
/// <param name="Value">The number.</param>
/// <param name="Exclusive">True where the number itself is outside.</param>
internal readonly record struct NumberBound(decimal Value, bool Exclusive);

/// <summary>A property of an object.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Schemas">All of them must hold.</param>
internal sealed record PropertySchema(string Name, IReadOnlyList<SchemaNode> Schemas);

/// <summary>One subschema, read and checked, with its references unresolved.</summary>
/// <param name="Pointer">Where it stands in the schema; names it.</param>
internal sealed record SchemaNode(string Pointer)
{
    /// <summary>Any value.</summary>
    public static SchemaNode Any { get; } = new("#any");

    /// <summary>Any object.</summary>
    public static SchemaNode AnyObject { get; } = new("#object") { Types = JsonTypes.Object };

    /// <summary>Types that it allows, given or inferred from the keywords.</summary>
    public JsonTypes Types { get; init; } = JsonTypes.All;

    /// <summary>The only values; null where nothing is said.</summary>
    public IReadOnlyList<EnumValue>? Enum { get; init; }

    public IReadOnlyList<PropertySchema> Properties { get; init; } = [];

    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>What other properties must be; null: there may be none.</summary>
    public IReadOnlyList<SchemaNode>? Additional { get; init; } = [];

    /// <summary>
    /// True where additionalProperties is written. Where it is not, an object with listed properties is given no others: that is what most
    /// writers of schemas mean, and what is generated is valid either way.
    /// </summary>
    public bool SaysAdditional { get; init; }

    /// <summary>The first items.</summary>
    public IReadOnlyList<IReadOnlyList<SchemaNode>> Prefix { get; init; } = [];

    /// <summary>What the other items must be; null: there may be none.</summary>
    public IReadOnlyList<SchemaNode>? Items { get; init; } = [];

    /// <summary>
    /// True where items is written. Where it is not, an array with prefixItems is given no others unless minItems asks for them.
    /// </summary>
    public bool SaysItems { get; init; }

    public int MinItems { get; init; }

    public int? MaxItems { get; init; }

    public int MinLength { get; init; }

    public int? MaxLength { get; init; }

    /// <summary>Pattern or format of a string.</summary>
    public PatternNode? Pattern { get; init; }

    public NumberBound? Low { get; init; }

    public NumberBound? High { get; init; }

    /// <summary>Numbers are multiples of this; null where nothing is said.</summary>
    public int? MultipleOf { get; init; }

    /// <summary>Pointer that a $ref holds.</summary>
    public string? Reference { get; init; }

    public IReadOnlyList<SchemaNode> AllOf { get; init; } = [];

    /// <summary>One of them must hold too; null where nothing is said.</summary>
    public IReadOnlyList<SchemaNode>? AnyOf { get; init; }

    /// <summary>True where <see cref="AnyOf"/> came as oneOf, so that no two of them may hold at once.</summary>
    public bool OptionsExclude { get; init; }

    /// <summary>True where nothing but types and enums restricts a value.</summary>
    public bool IsPlain =>
        Properties.Count == 0 && Required.Count == 0 && Additional is { Count: 0 } && Prefix.Count == 0 && Items is { Count: 0 }
        && MinItems == 0 && MaxItems is null && MinLength == 0 && MaxLength is null && Pattern is null
        && Low is null && High is null && MultipleOf is null && AnyOf is null;
}
