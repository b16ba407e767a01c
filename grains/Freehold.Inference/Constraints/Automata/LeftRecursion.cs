namespace Freehold.Inference.Constraints.Automata;

/// <summary>
/// Finds rules that call themselves before they read anything, as <c>{"$ref": "#"}</c> does: following them would never end.
/// </summary>
internal static class LeftRecursion
{
    private enum Visit : byte
    {
        Not,
        Open,
        Done,
    }

    /// <exception cref="SchemaRefusedException">There is such a rule.</exception>
    public static void Refuse(AutomatonState[] states)
    {
        var visits = new Visit[states.Length];
        var path = new Stack<(int State, int Edge)>();
        for (var root = 0; root < states.Length; root++)
        {
            if (visits[root] != Visit.Not)
                continue;
            Open(root);
            while (path.TryPop(out var top))
            {
                if (Successor(states, top.State, top.Edge) is not { } next)
                {
                    visits[top.State] = Visit.Done;
                    continue;
                }

                path.Push((top.State, top.Edge + 1));
                if (next < 0 || visits[next] == Visit.Done)
                    continue;
                if (visits[next] == Visit.Open)
                    throw new SchemaRefusedException(
                        "#", "a $ref leads back to itself with nothing between; put it below a property or into items.");
                Open(next);
            }
        }

        void Open(int state)
        {
            visits[state] = Visit.Open;
            path.Push((state, 0));
        }
    }

    // The states that are reached from one without reading: null past the last, -1 for an edge that reads.
    private static int? Successor(AutomatonState[] states, int index, int edge)
    {
        var state = states[index];
        if (edge < state.Epsilons.Count)
            return state.Epsilons[edge];
        edge -= state.Epsilons.Count;
        if (edge >= 2 * state.Calls.Count)
            return null;
        var call = state.Calls[edge / 2];
        if (edge % 2 == 0)
            return call.RuleStart;
        return states[call.RuleStart].MinBytes == 0 ? call.Return : -1;
    }
}
