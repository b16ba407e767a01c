namespace Freehold.Inference.Constraints.Schemas;

/// <summary>
/// Makes sure that no two schemas of a oneOf hold at once, for then it says what anyOf says: by their types, their values, or a required
/// property that tells them apart.
/// </summary>
internal static class Exclusion
{
    private const int MaxDepth = 3;

    /// <exception cref="SchemaRefusedException">Two of them may hold at once.</exception>
    public static void Check(SchemaReader reader, SchemaNode choice)
    {
        var options = choice.AnyOf!.Select(option => Joined(reader, [choice.WithoutChoice(), option])).ToArray();
        for (var i = 0; i < options.Length; i++)
        {
            for (var j = i + 1; j < options.Length; j++)
            {
                if (!Exclude(reader, options[i], options[j], MaxDepth))
                    throw new SchemaRefusedException(
                        $"{choice.Pointer}/oneOf",
                        $"schemas {i} and {j} may hold at once; tell them apart by type or by a required constant, or use anyOf.");
            }
        }
    }

    private static bool Exclude(SchemaReader reader, SchemaNode a, SchemaNode b, int depth)
    {
        var common = Types(a) & Types(b);
        if (common == JsonTypes.None)
            return true;
        if (a.Enum is { } some && b.Enum is { } others)
            return !some.Intersect(others).Any();
        if (common != JsonTypes.Object || depth == 0)
            return false;
        return a.Required.Intersect(b.Required, StringComparer.Ordinal).Any(
            name => Property(a, name) is not { } x || Property(b, name) is not { } y
                || Exclude(reader, Joined(reader, x), Joined(reader, y), depth - 1));
    }

    private static JsonTypes Types(SchemaNode node) =>
        node.Enum is { } values ? node.Types & values.Aggregate(JsonTypes.None, (types, value) => types | value.Type) : node.Types;

    private static IReadOnlyList<SchemaNode>? Property(SchemaNode node, string name) =>
        node.Properties.FirstOrDefault(property => property.Name == name)?.Schemas ?? node.Additional;

    // A choice within is left out: the rest of the schema still holds.
    private static SchemaNode Joined(SchemaReader reader, IReadOnlyList<SchemaNode> schemas) =>
        SchemaFlattener.Flatten(reader, schemas).Select(SchemaFlattener.WithoutChoice).Aggregate(SchemaNode.Any, SchemaMerger.Merge);
}
