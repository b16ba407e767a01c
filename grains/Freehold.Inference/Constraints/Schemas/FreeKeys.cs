using Freehold.Inference.Constraints.Automata;
using Freehold.Inference.Constraints.Patterns;

namespace Freehold.Inference.Constraints.Schemas;

/// <summary>
/// Names of properties that the schema does not list: any text without escapes but the listed names themselves, for those have schemas of
/// their own. That no name comes twice is not promised; a reader takes the last.
/// </summary>
internal static class FreeKeys
{
    public static void Add(AutomatonBuilder builder, int from, IEnumerable<string> taken, int to)
    {
        var free = builder.NewState();
        AddOthers(builder, free, [], free);
        builder.AddByte(free, '"', to);

        // A trie of the taken names: whatever leaves it is free.
        var root = new Node(builder.NewState());
        foreach (var name in taken.Where(IsUnescaped))
        {
            var node = root;
            foreach (var rune in name.EnumerateRunes())
            {
                if (!node.Children.TryGetValue(rune.Value, out var child))
                {
                    child = new Node(builder.NewState());
                    node.Children.Add(rune.Value, child);
                    Utf8Ranges.Add(builder, node.State, rune.Value, rune.Value, child.State);
                }

                node = child;
            }

            node.IsTaken = true;
        }

        builder.AddByte(from, '"', root.State);
        var pending = new Stack<Node>([root]);
        while (pending.TryPop(out var node))
        {
            if (!node.IsTaken)
                builder.AddByte(node.State, '"', to);
            AddOthers(builder, node.State, node.Children.Keys, free);
            foreach (var child in node.Children.Values)
                pending.Push(child);
        }
    }

    private static void AddOthers(AutomatonBuilder builder, int from, IEnumerable<int> except, int to)
    {
        var others = new CharSet(except.Select(character => (character, character))).Complement().Intersect(CharSet.Unescaped);
        foreach (var (low, high) in others.Ranges)
            Utf8Ranges.Add(builder, from, low, high, to);
    }

    // A name that must be escaped cannot be met here.
    private static bool IsUnescaped(string name) =>
        !name.AsSpan().ContainsAnyInRange('\0', '\u001F') && name.AsSpan().IndexOfAny('"', '\\') < 0;

    private sealed class Node(int state)
    {
        public int State { get; } = state;

        public bool IsTaken { get; set; }

        public SortedDictionary<int, Node> Children { get; } = [];
    }
}
