namespace Freehold.Inference.Constraints.Schemas;

/// <summary>Joins schemas that must all hold into one that says the same.</summary>
internal static class SchemaMerger
{
    /// <summary>What both say. Neither has a reference, allOf or anyOf any more.</summary>
    /// <exception cref="SchemaRefusedException">It cannot be said in one.</exception>
    public static SchemaNode Merge(SchemaNode a, SchemaNode b)
    {
        if (a.Pattern is not null && b.Pattern is not null)
            throw new SchemaRefusedException(
                b.Pointer, $"its pattern or format and that of '{a.Pointer}' must both hold, which is not supported.");
        return new SchemaNode(b.Pointer)
        {
            Types = a.Types & b.Types,
            Enum = a.Enum is { } some && b.Enum is { } others ? [.. some.Intersect(others)] : a.Enum ?? b.Enum,
            Properties = Properties(a, b),
            Required = [.. a.Required.Union(b.Required, StringComparer.Ordinal)],
            Additional = Both(a.Additional, b.Additional),
            SaysAdditional = a.SaysAdditional || b.SaysAdditional,
            Prefix = [.. Enumerable.Range(0, Math.Max(a.Prefix.Count, b.Prefix.Count))
                .Select(i => Item(a, i).Concat(Item(b, i)).ToArray())],
            Items = Both(a.Items, b.Items),
            SaysItems = a.SaysItems || b.SaysItems,
            MinItems = Math.Max(a.MinItems, b.MinItems),
            MaxItems = Least(Least(a.MaxItems, b.MaxItems), Least(ClosedAt(a, b), ClosedAt(b, a))),
            MinLength = Math.Max(a.MinLength, b.MinLength),
            MaxLength = Least(a.MaxLength, b.MaxLength),
            Pattern = a.Pattern ?? b.Pattern,
            Low = Higher(a.Low, b.Low),
            High = Lower(a.High, b.High),
            MultipleOf = LeastCommonMultiple(a, b),
        };
    }

    /// <summary>The stricter of two lower bounds.</summary>
    public static NumberBound? Higher(NumberBound? a, NumberBound? b) =>
        a is not { } x ? b : b is not { } y ? a : x.Value > y.Value || (x.Value == y.Value && x.Exclusive) ? a : b;

    /// <summary>The stricter of two upper bounds.</summary>
    public static NumberBound? Lower(NumberBound? a, NumberBound? b) =>
        a is not { } x ? b : b is not { } y ? a : x.Value < y.Value || (x.Value == y.Value && x.Exclusive) ? a : b;

    // A property that one side does not list must be what that side wants of others; where it wants none, it is gone.
    private static PropertySchema[] Properties(SchemaNode a, SchemaNode b)
    {
        var joined = new List<PropertySchema>();
        foreach (var name in a.Properties.Concat(b.Properties).Select(property => property.Name).Distinct(StringComparer.Ordinal))
        {
            if (Property(a, name) is { } x && Property(b, name) is { } y)
                joined.Add(new PropertySchema(name, [.. x, .. y]));
        }

        return [.. joined];
    }

    private static IReadOnlyList<SchemaNode>? Property(SchemaNode node, string name) =>
        node.Properties.FirstOrDefault(property => property.Name == name)?.Schemas ?? node.Additional;

    private static IReadOnlyList<SchemaNode> Item(SchemaNode node, int i) => i < node.Prefix.Count ? node.Prefix[i] : node.Items ?? [];

    // Where one side has no more items than its prefix, there are none after it, however long the other's prefix is.
    private static int? ClosedAt(SchemaNode a, SchemaNode b) => a.Items is null && a.Prefix.Count < b.Prefix.Count ? a.Prefix.Count : null;

    private static IReadOnlyList<SchemaNode>? Both(IReadOnlyList<SchemaNode>? a, IReadOnlyList<SchemaNode>? b) =>
        a is null || b is null ? null : [.. a, .. b];

    private static int? Least(int? a, int? b) => a is { } x && b is { } y ? Math.Min(x, y) : a ?? b;

    private static int? LeastCommonMultiple(SchemaNode a, SchemaNode b)
    {
        if (a.MultipleOf is not { } first || b.MultipleOf is not { } second)
            return a.MultipleOf ?? b.MultipleOf;
        var (x, y) = (first, second);
        while (y != 0)
            (x, y) = (y, x % y);
        var multiple = first / x * second;
        return multiple <= ConstraintLimits.MultipleOf
            ? multiple
            : throw new SchemaRefusedException(
                b.Pointer, $"the numbers must be multiples of {multiple}; at most {ConstraintLimits.MultipleOf} is supported.");
    }
}
