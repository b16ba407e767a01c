namespace Freehold.Inference.Constraints.Automata;

/// <summary>
/// Fewest bytes from each state to its rule's end, by Knuth's generalisation of Dijkstra's algorithm to context-free grammars
/// (Knuth 1977): states are settled in the order of their distance, and a call is known once both its rule and its return are.
/// </summary>
internal static class ShortestCompletion
{
    private enum Via
    {
        Epsilon,
        Byte,
        Call,
    }

    /// <summary>Fills <see cref="AutomatonState.MinBytes"/> and <see cref="AutomatonState.FrameNeed"/>.</summary>
    public static void Fill(AutomatonState[] states)
    {
        var users = FindUsers(states);
        var queue = new PriorityQueue<(int State, int FrameNeed), int>();
        for (var i = 0; i < states.Length; i++)
        {
            if (states[i].Accepts)
                queue.Enqueue((i, 0), 0);
        }

        while (queue.TryDequeue(out var next, out var distance))
        {
            var settled = states[next.State];
            if (settled.MinBytes != PushdownAutomaton.Never)
                continue;
            (settled.MinBytes, settled.FrameNeed) = (distance, next.FrameNeed);
            foreach (var (user, via, call) in users[next.State])
            {
                if (states[user].MinBytes != PushdownAutomaton.Never)
                    continue;
                if (via != Via.Call)
                    queue.Enqueue((user, settled.FrameNeed), distance + (via == Via.Byte ? 1 : 0));
                else if (Need(states, call) is { } need)
                    queue.Enqueue(
                        (user, need), Math.Min(states[call.RuleStart].MinBytes + states[call.Return].MinBytes, PushdownAutomaton.Never - 1));
            }
        }
    }

    private static int? Need(AutomatonState[] states, CallEdge call)
    {
        var (rule, back) = (states[call.RuleStart], states[call.Return]);
        if (rule.MinBytes == PushdownAutomaton.Never || back.MinBytes == PushdownAutomaton.Never)
            return null;
        return Math.Max(back.FrameNeed, rule.FrameNeed + (back.IsTail ? 0 : 1));
    }

    private static List<(int User, Via Via, CallEdge Call)>[] FindUsers(AutomatonState[] states)
    {
        var users = new List<(int, Via, CallEdge)>[states.Length];
        for (var i = 0; i < users.Length; i++)
            users[i] = [];
        for (var i = 0; i < states.Length; i++)
        {
            foreach (var edge in states[i].Bytes)
                users[edge.Target].Add((i, Via.Byte, default));
            foreach (var target in states[i].Epsilons)
                users[target].Add((i, Via.Epsilon, default));
            foreach (var call in states[i].Calls)
            {
                users[call.RuleStart].Add((i, Via.Call, call));
                users[call.Return].Add((i, Via.Call, call));
            }
        }

        return users;
    }
}
