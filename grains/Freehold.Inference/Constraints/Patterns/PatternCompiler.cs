using Freehold.Inference.Constraints.Automata;

namespace Freehold.Inference.Constraints.Patterns;

/// <summary>Writes the content of JSON strings that match a pattern and have a number of characters.</summary>
internal static class PatternCompiler
{
    /// <summary>
    /// Adds the texts of a pattern between two states, as a product of the pattern's automaton and a counter of characters where a length
    /// is asked for. Steps that read nothing are followed here, so that no cycle of them comes into the automaton.
    /// Lengths are in Unicode code points; a maximum of null is none.
    /// </summary>
    public static void Add(AutomatonBuilder builder, int from, PatternNode pattern, int minLength, int? maxLength, int to)
    {
        var chars = new CharAutomaton(pattern, builder.Pointer);
        // Past the last number that matters, the count stands still.
        var last = maxLength ?? minLength;
        var states = new Dictionary<(int State, int Count), int>();
        var queue = new Queue<(int State, int Count)>();
        builder.AddEpsilon(from, StateOf((chars.Start, 0)));
        while (queue.TryDequeue(out var next))
        {
            var state = states[next];
            foreach (var reached in Closure(chars, next.State))
            {
                if (reached == chars.End && next.Count >= minLength)
                    builder.AddEpsilon(state, to);
                if (next.Count == maxLength)
                    continue;
                foreach (var (set, target) in chars.Edges(reached))
                    StringChars.AddCanonical(builder, state, set, StateOf((target, Math.Min(next.Count + 1, last))));
            }
        }

        int StateOf((int State, int Count) key)
        {
            if (!states.TryGetValue(key, out var state))
            {
                states.Add(key, state = builder.NewState());
                queue.Enqueue(key);
            }

            return state;
        }
    }

    private static HashSet<int> Closure(CharAutomaton chars, int start)
    {
        HashSet<int> reached = [start];
        var pending = new Stack<int>([start]);
        while (pending.TryPop(out var state))
        {
            foreach (var target in chars.Epsilons(state))
            {
                if (reached.Add(target))
                    pending.Push(target);
            }
        }

        return reached;
    }
}
