using Freehold.Inference.Constraints.Automata;

namespace Freehold.Inference.Constraints.Schemas;

/// <summary>
/// Writes several texts so that those that begin alike share their beginning: one reading is then enough to follow them all.
/// </summary>
internal static class LiteralTrie
{
    public static void Add(AutomatonBuilder builder, int from, IEnumerable<byte[]> texts, int to)
    {
        var edges = new Dictionary<(int State, byte Value), int>();
        foreach (var text in texts)
        {
            var state = from;
            foreach (var value in text)
            {
                if (!edges.TryGetValue((state, value), out var next))
                {
                    next = builder.NewState();
                    builder.AddBytes(state, value, value, next);
                    edges.Add((state, value), next);
                }

                state = next;
            }

            builder.AddEpsilon(state, to);
        }
    }
}
