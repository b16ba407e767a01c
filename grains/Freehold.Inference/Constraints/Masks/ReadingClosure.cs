using Freehold.Inference.Constraints.Automata;

namespace Freehold.Inference.Constraints.Masks;

/// <summary>Follows readings along the edges that read nothing, to those that read a byte next or are at the text's end.</summary>
internal sealed class ReadingClosure(PushdownAutomaton automaton)
{
    private readonly HashSet<Reading> _seen = [];
    private readonly Stack<Reading> _pending = new();
    private readonly List<Reading> _found = [];

    /// <summary>True where one of the readings is at the end of the text.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Fewest bytes that complete the text.</summary>
    public int MinBytes { get; private set; }

    public void Clear()
    {
        _seen.Clear();
        _found.Clear();
        (IsComplete, MinBytes) = (false, PushdownAutomaton.Never);
    }

    /// <summary>Adds a reading and all that follows from it.</summary>
    public void Add(Reading reading)
    {
        Visit(reading);
        while (_pending.TryPop(out var next))
            Follow(next);
    }

    /// <summary>The readings that read a byte next, in an order that does not depend on how they were found.</summary>
    public Reading[] ToReadings()
    {
        _found.Sort((a, b) => (a.State, a.Frame?.GetHashCode() ?? 0).CompareTo((b.State, b.Frame?.GetHashCode() ?? 0)));
        return [.. _found];
    }

    private void Visit(Reading reading)
    {
        var state = automaton[reading.State];
        // A reading is followed only where its shortest completion is in bounds: so there is a way to the end from whatever is kept.
        if (state.MinBytes == PushdownAutomaton.Never || reading.Depth + state.FrameNeed > ConstraintLimits.ValueDepth)
            return;
        if (_seen.Count < ConstraintLimits.Readings && _seen.Add(reading))
            _pending.Push(reading);
    }

    private void Follow(Reading reading)
    {
        var state = automaton[reading.State];
        MinBytes = Math.Min(MinBytes, state.MinBytes + (reading.Frame?.MinBytes ?? 0));
        if (state.Bytes.Count > 0)
            _found.Add(reading);
        if (state.Accepts)
        {
            if (reading.Frame is { } frame)
                Visit(new Reading(frame.ReturnState, frame.Parent));
            else
                IsComplete = true;
        }

        foreach (var target in state.Epsilons)
            Visit(reading with { State = target });
        foreach (var call in state.Calls)
            Call(call, reading);
    }

    private void Call(CallEdge call, Reading reading)
    {
        var back = automaton[call.Return];
        if (back.IsTail)
            Visit(reading with { State = call.RuleStart });
        else if (back.MinBytes != PushdownAutomaton.Never && reading.Depth + back.FrameNeed <= ConstraintLimits.ValueDepth)
            Visit(new Reading(call.RuleStart, new StackFrame(call.Return, back.MinBytes, reading.Frame)));
    }
}
