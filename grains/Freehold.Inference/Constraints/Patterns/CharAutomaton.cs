namespace Freehold.Inference.Constraints.Patterns;

/// <summary>A nondeterministic automaton over characters (Thompson 1968), from <see cref="Start"/> to <see cref="End"/>.</summary>
internal sealed class CharAutomaton
{
    private readonly List<List<(CharSet Set, int Target)>> _edges = [];
    private readonly List<List<int>> _epsilons = [];
    private readonly string _pointer;

    /// <exception cref="SchemaRefusedException">The counts of the pattern multiply to too many states.</exception>
    public CharAutomaton(PatternNode pattern, string pointer)
    {
        _pointer = pointer;
        Start = NewState();
        End = Add(pattern, Start);
    }

    public int Start { get; }

    public int End { get; }

    public IReadOnlyList<(CharSet Set, int Target)> Edges(int state) => _edges[state];

    public IReadOnlyList<int> Epsilons(int state) => _epsilons[state];

    private int NewState()
    {
        if (_edges.Count == ConstraintLimits.PatternStates)
            throw new SchemaRefusedException(
                _pointer, $"pattern: it needs more than {ConstraintLimits.PatternStates} states; lower its counts.");
        _edges.Add([]);
        _epsilons.Add([]);
        return _edges.Count - 1;
    }

    private int Add(PatternNode node, int from)
    {
        switch (node)
        {
            case CharNode one:
                var read = NewState();
                _edges[from].Add((one.Set, read));
                return read;
            case SequenceNode sequence:
                return sequence.Parts.Aggregate(from, (state, part) => Add(part, state));
            case ChoiceNode choice:
                var joined = NewState();
                foreach (var option in choice.Options)
                    _epsilons[Add(option, from)].Add(joined);
                return joined;
            case RepeatNode repeat:
                return AddRepeat(repeat, from);
            default:
                throw new InvalidOperationException($"A pattern's {node.GetType().Name} is not known here.");
        }
    }

    private int AddRepeat(RepeatNode repeat, int from)
    {
        for (var i = 0; i < repeat.Least; i++)
            from = Add(repeat.Part, Fresh(from));
        if (repeat.Most is { } most)
        {
            var end = NewState();
            for (var i = repeat.Least; i < most; i++)
            {
                from = Fresh(from);
                _epsilons[from].Add(end);
                from = Add(repeat.Part, from);
            }

            _epsilons[from].Add(end);
            return end;
        }

        var loop = Fresh(from);
        _epsilons[Add(repeat.Part, loop)].Add(loop);
        return Fresh(loop);
    }

    // A new state before what may be entered again, so that a loop never leads back into what stands before it.
    private int Fresh(int from)
    {
        var state = NewState();
        _epsilons[from].Add(state);
        return state;
    }
}
