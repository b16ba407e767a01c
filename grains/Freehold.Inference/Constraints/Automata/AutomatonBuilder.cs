namespace Freehold.Inference.Constraints.Automata;

/// <summary>Puts an automaton together, state by state.</summary>
internal sealed class AutomatonBuilder
{
    private readonly List<AutomatonState> _states = [];
    private readonly Dictionary<(byte Low, byte High, int Target), int> _tails = [];
    private int _edgeCount;

    /// <summary>The place being compiled, for refusals.</summary>
    public string Pointer { get; set; } = "#";

    /// <exception cref="SchemaRefusedException">There are too many already.</exception>
    public int NewState()
    {
        if (_states.Count == ConstraintLimits.States)
            throw new SchemaRefusedException(Pointer, $"the schema needs more than {ConstraintLimits.States} states; lower its counts.");
        _states.Add(new AutomatonState());
        return _states.Count - 1;
    }

    /// <summary>A state at which a rule ends.</summary>
    public int NewEnd()
    {
        var state = NewState();
        _states[state].Accepts = true;
        return state;
    }

    public void AddBytes(int from, byte low, byte high, int to)
    {
        CountEdge();
        _states[from].Bytes.Add(new ByteEdge(low, high, to));
    }

    public void AddEpsilon(int from, int to)
    {
        CountEdge();
        _states[from].Epsilons.Add(to);
    }

    public void AddCall(int from, int ruleStart, int to)
    {
        CountEdge();
        _states[from].Calls.Add(new CallEdge(ruleStart, to));
    }

    public void AddByte(int from, char ascii, int to) => AddBytes(from, (byte)ascii, (byte)ascii, to);

    /// <summary>Reads a text after a state; returns the state at its end.</summary>
    public int AddLiteral(int from, ReadOnlySpan<byte> text)
    {
        foreach (var value in text)
        {
            var next = NewState();
            AddBytes(from, value, value, next);
            from = next;
        }

        return from;
    }

    /// <summary>Reads a text from one state to another.</summary>
    public void AddLiteral(int from, ReadOnlySpan<byte> text, int to) => AddBytes(AddLiteral(from, text[..^1]), text[^1], text[^1], to);

    /// <summary>Reads a comma or a colon and perhaps one space; returns the state after them.</summary>
    public int AfterSeparator(int from, char separator)
    {
        var (read, after) = (NewState(), NewState());
        AddByte(from, separator, read);
        AddByte(read, ' ', after);
        AddEpsilon(read, after);
        return after;
    }

    /// <summary>A state whose one edge reads a byte of a range and leads to a target; the same for the same question.</summary>
    public int Before(byte low, byte high, int target)
    {
        if (!_tails.TryGetValue((low, high, target), out var state))
        {
            state = NewState();
            AddBytes(state, low, high, target);
            _tails.Add((low, high, target), state);
        }

        return state;
    }

    public PushdownAutomaton Build(int start) => new([.. _states], start);

    private void CountEdge()
    {
        if (++_edgeCount > ConstraintLimits.Edges)
            throw new SchemaRefusedException(Pointer, $"the schema needs more than {ConstraintLimits.Edges} edges; lower its counts.");
    }
}
