using Freehold.Inference.Constraints.Automata;
using Freehold.Inference.Constraints.Patterns;

namespace Freehold.Inference.Constraints.Schemas;

/// <summary>Objects: the listed properties in their order, those that are not required or not, then any others.</summary>
/// <param name="builder">Where they are written.</param>
/// <param name="rule">Start of the rule for values that are valid under all of some schemas.</param>
internal sealed class ObjectRules(AutomatonBuilder builder, Func<IReadOnlyList<SchemaNode>, int> rule)
{
    public void Add(int from, SchemaNode node, int to)
    {
        var properties = Listed(node);
        if (properties is null)
            return;

        // Nothing written yet, and at least one member written: the second needs a comma before the next.
        int? first = builder.NewState();
        var later = builder.NewState();
        builder.AddByte(from, '{', first.Value);
        foreach (var property in properties)
        {
            var isRequired = node.Required.Contains(property.Name, StringComparer.Ordinal);
            var (nextFirst, nextLater) = (isRequired ? (int?)null : builder.NewState(), builder.NewState());
            var key = builder.NewState();
            var value = builder.AfterSeparator(builder.AddLiteral(key, StringChars.Quote(property.Name)), ':');
            builder.AddCall(value, rule(property.Schemas), nextLater);
            builder.AddEpsilon(builder.AfterSeparator(later, ','), key);
            if (first is { } start)
                builder.AddEpsilon(start, key);
            if (!isRequired)
            {
                builder.AddEpsilon(later, nextLater);
                if (first is { } still)
                    builder.AddEpsilon(still, nextFirst!.Value);
            }

            (first, later) = (first is null ? null : nextFirst, nextLater);
        }

        AddOthers(first, later, node, properties);
        builder.AddByte(later, '}', to);
        if (first is { } empty)
            builder.AddByte(empty, '}', to);
    }

    // Null where a property is required that may not be.
    private static List<PropertySchema>? Listed(SchemaNode node)
    {
        var properties = node.Properties.ToList();
        foreach (var name in node.Required)
        {
            if (properties.Exists(property => property.Name == name))
                continue;
            if (node.Additional is null)
                return null;
            properties.Add(new PropertySchema(name, node.Additional));
        }

        return properties;
    }

    private void AddOthers(int? first, int later, SchemaNode node, List<PropertySchema> properties)
    {
        if (node.Additional is null || (node.Properties.Count > 0 && !node.SaysAdditional))
            return;
        var (key, colon) = (builder.NewState(), builder.NewState());
        builder.AddEpsilon(builder.AfterSeparator(later, ','), key);
        if (first is { } start)
            builder.AddEpsilon(start, key);
        FreeKeys.Add(builder, key, properties.Select(property => property.Name), colon);
        builder.AddCall(builder.AfterSeparator(colon, ':'), rule(node.Additional), later);
    }
}
