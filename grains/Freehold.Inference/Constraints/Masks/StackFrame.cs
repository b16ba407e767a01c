namespace Freehold.Inference.Constraints.Masks;

/// <summary>Where to go on when a rule has ended: a stack as a list that shares its tail with others.</summary>
internal sealed class StackFrame : IEquatable<StackFrame>
{
    private readonly int _hash;

    /// <param name="returnState">State at which the caller goes on.</param>
    /// <param name="minBytes">Fewest bytes from there to the caller's end.</param>
    /// <param name="parent">The caller's own frame; null where the caller is the whole text.</param>
    public StackFrame(int returnState, int minBytes, StackFrame? parent)
    {
        (ReturnState, Parent) = (returnState, parent);
        MinBytes = minBytes + (parent?.MinBytes ?? 0);
        Depth = 1 + (parent?.Depth ?? 0);
        _hash = HashCode.Combine(returnState, parent?._hash ?? 0);
    }

    public int ReturnState { get; }

    public StackFrame? Parent { get; }

    /// <summary>Fewest bytes from the return to the end of the text.</summary>
    public int MinBytes { get; }

    /// <summary>Frames from here down, this one included.</summary>
    public int Depth { get; }

    public bool Equals(StackFrame? other)
    {
        for (var mine = this; !ReferenceEquals(mine, other); (mine, other) = (mine.Parent, other.Parent))
        {
            if (mine is null || other is null || mine._hash != other._hash || mine.ReturnState != other.ReturnState)
                return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as StackFrame);

    public override int GetHashCode() => _hash;
}
