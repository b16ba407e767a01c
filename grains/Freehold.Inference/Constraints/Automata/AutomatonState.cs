namespace Freehold.Inference.Constraints.Automata;

/// <summary>Reads one byte from <paramref name="Low"/> to <paramref name="High"/>.</summary>
internal readonly record struct ByteEdge(byte Low, byte High, int Target);

/// <summary>Reads what the rule that starts at <paramref name="RuleStart"/> accepts, then goes on at <paramref name="Return"/>.</summary>
internal readonly record struct CallEdge(int RuleStart, int Return);

/// <summary>One state of a pushdown automaton.</summary>
internal sealed class AutomatonState
{
    public List<ByteEdge> Bytes { get; } = new(1);

    /// <summary>States that are reached without reading anything.</summary>
    public List<int> Epsilons { get; } = new(0);

    public List<CallEdge> Calls { get; } = new(0);

    /// <summary>True where the rule that the state belongs to may end.</summary>
    public bool Accepts { get; set; }

    /// <summary>True where nothing is left to do but to end: a call that returns here needs no frame (tail-call elimination).</summary>
    public bool IsTail => Accepts && Bytes.Count == 0 && Epsilons.Count == 0 && Calls.Count == 0;

    /// <summary>Fewest bytes from here to the rule's end; <see cref="PushdownAutomaton.Never"/> where there is no way.</summary>
    public int MinBytes { get; set; } = PushdownAutomaton.Never;

    /// <summary>Frames that the shortest way to the rule's end pushes at most.</summary>
    public int FrameNeed { get; set; }
}
