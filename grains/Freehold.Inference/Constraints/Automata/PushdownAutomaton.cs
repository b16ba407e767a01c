namespace Freehold.Inference.Constraints.Automata;

/// <summary>
/// A nondeterministic automaton over bytes with a stack of return states: a set of rules that call each other, as a recursive transition
/// network (Woods 1970). It describes a context-free language of UTF-8 texts.
/// </summary>
/// <remarks>Immutable once built, and so safe for use by many threads.</remarks>
internal sealed class PushdownAutomaton
{
    /// <summary>More bytes than any text has; two of them can be added.</summary>
    public const int Never = int.MaxValue / 2;

    private readonly AutomatonState[] _states;
    private readonly byte[] _classOf = new byte[256];

    public PushdownAutomaton(AutomatonState[] states, int start)
    {
        (_states, Start) = (states, start);
        ShortestCompletion.Fill(states);
        LeftRecursion.Refuse(states);
        ClassCount = FindByteClasses();
    }

    public int Start { get; }

    public int StateCount => _states.Length;

    /// <summary>Number of sets of bytes that every edge treats alike.</summary>
    public int ClassCount { get; }

    public AutomatonState this[int state] => _states[state];

    /// <summary>The set that a byte is in, from 0.</summary>
    public int ClassOf(byte value) => _classOf[value];

    private int FindByteClasses()
    {
        var begins = new bool[257];
        foreach (var state in _states)
        {
            foreach (var edge in state.Bytes)
                begins[edge.Low] = begins[edge.High + 1] = true;
        }

        byte current = 0;
        for (var value = 1; value < 256; value++)
            _classOf[value] = begins[value] ? ++current : current;
        return current + 1;
    }
}
