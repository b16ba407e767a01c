namespace Freehold.Inference.Constraints.Schemas;

/// <summary>Follows $ref and allOf, until what must all hold is a plain list.</summary>
internal static class SchemaFlattener
{
    /// <summary>The schemas that hold where all of some do, each once, without references and allOf.</summary>
    public static IReadOnlyList<SchemaNode> Flatten(SchemaReader reader, IReadOnlyList<SchemaNode> schemas)
    {
        var leaves = new List<SchemaNode>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<SchemaNode>(schemas.Reverse());
        while (pending.TryPop(out var node))
        {
            if (!seen.Add(node.Pointer))
                continue;
            if (seen.Count > ConstraintLimits.JoinedSchemas)
                throw new SchemaRefusedException(
                    node.Pointer, $"more than {ConstraintLimits.JoinedSchemas} schemas must hold at one place.");
            foreach (var part in node.AllOf.Reverse())
                pending.Push(part);
            if (node.Reference is { } reference)
                pending.Push(reader.Resolve(reference, node.Pointer));
            // What only refers to others restricts nothing itself, and leaving it out lets all references to one schema share its rule.
            var own = node with { Reference = null, AllOf = [] };
            if (!own.IsPlain || own.Types != JsonTypes.All || own.Enum is not null)
                leaves.Add(own);
        }

        return leaves;
    }

    /// <summary>The one schema of a list that offers a choice, or null.</summary>
    /// <exception cref="SchemaRefusedException">There are several.</exception>
    public static SchemaNode? SingleChoice(this IReadOnlyList<SchemaNode> leaves)
    {
        var choices = leaves.Where(leaf => leaf.AnyOf is not null).ToArray();
        return choices.Length <= 1
            ? choices.FirstOrDefault()
            : throw new SchemaRefusedException(
                choices[1].Pointer, $"its anyOf or oneOf and that of '{choices[0].Pointer}' must both hold, which is not supported.");
    }

    /// <summary>What a schema says besides its choice.</summary>
    public static SchemaNode WithoutChoice(this SchemaNode node) =>
        node with { Pointer = node.Pointer + "~", AnyOf = null, OptionsExclude = false };
}
