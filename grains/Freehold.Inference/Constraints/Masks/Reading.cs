namespace Freehold.Inference.Constraints.Masks;

/// <summary>One way to read the text so far: a state of the automaton and the stack that it was reached with.</summary>
internal readonly record struct Reading(int State, StackFrame? Frame)
{
    public int Depth => Frame?.Depth ?? 0;
}
