using Freehold.Inference.Constraints.Automata;

namespace Freehold.Inference.Constraints.Schemas;

/// <summary>Arrays.</summary>
/// <param name="builder">Where they are written.</param>
/// <param name="rule">Start of the rule for values that are valid under all of some schemas.</param>
internal sealed class ArrayRules(AutomatonBuilder builder, Func<IReadOnlyList<SchemaNode>, int> rule)
{
    public void Add(int from, SchemaNode node, int to)
    {
        var isClosed = node.Items is null || (node.Prefix.Count > 0 && !node.SaysItems && node.MinItems <= node.Prefix.Count);
        var most = isClosed ? Math.Min(node.Prefix.Count, node.MaxItems ?? int.MaxValue) : node.MaxItems;
        var unrolled = most ?? Math.Max(node.MinItems, node.Prefix.Count);

        // [state after i items]
        var after = builder.NewState();
        builder.AddByte(from, '[', after);
        for (var i = 0; ; i++)
        {
            if (i >= node.MinItems && !(i > most))
                builder.AddByte(after, ']', to);
            if (i >= unrolled)
                break;
            var next = builder.NewState();
            AddItem(after, i, node, next);
            after = next;
        }

        if (most is null)
        {
            var loop = builder.NewState();
            AddItem(after, unrolled, node, loop);
            AddItem(loop, Math.Max(unrolled, 1), node, loop);
            if (unrolled >= node.MinItems)
                builder.AddByte(loop, ']', to);
        }
    }

    private void AddItem(int from, int i, SchemaNode node, int to)
    {
        var item = rule(i < node.Prefix.Count ? node.Prefix[i] : node.Items!);
        if (i == 0)
            builder.AddCall(from, item, to);
        else
            builder.AddCall(builder.AfterSeparator(from, ','), item, to);
    }
}
