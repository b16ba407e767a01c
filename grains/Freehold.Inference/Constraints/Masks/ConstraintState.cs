namespace Freehold.Inference.Constraints.Masks;

/// <summary>
/// All ways to read the text so far, as one state of a deterministic automaton that is made as it is needed. Two texts that are read in the
/// same ways are in the same state, whatever they are.
/// </summary>
/// <param name="readings">Ways to go on with another byte, in a fixed order.</param>
/// <param name="isComplete">True where the text may end here.</param>
/// <param name="minBytes">Fewest bytes that complete the text.</param>
/// <param name="generation">Times the machine had started anew when this state was made.</param>
/// <param name="classCount">Sets of bytes that the automaton tells apart.</param>
internal sealed class ConstraintState(Reading[] readings, bool isComplete, int minBytes, int generation, int classCount)
    : IEquatable<ConstraintState>
{
    private readonly int _hash = Hash(readings, isComplete);

    public Reading[] Readings => readings;

    public bool IsComplete => isComplete;

    public int MinBytes => minBytes;

    public int Generation => generation;

    /// <summary>True where no text goes on from here.</summary>
    public bool IsDead => readings.Length == 0 && !isComplete;

    /// <summary>True where the text is complete and nothing can be added.</summary>
    public bool IsOver => readings.Length == 0 && isComplete;

    /// <summary>The states after a byte, by the byte's class; null where not looked for yet. [classes]</summary>
    public ConstraintState?[] Next { get; } = new ConstraintState?[classCount];

    /// <summary>Tokens that may come next; null where not looked for yet, or forgotten.</summary>
    public TokenMask? Mask { get; set; }

    public bool Equals(ConstraintState? other) =>
        other is not null && _hash == other._hash && isComplete == other.IsComplete && readings.AsSpan().SequenceEqual(other.Readings);

    public override bool Equals(object? obj) => Equals(obj as ConstraintState);

    public override int GetHashCode() => _hash;

    private static int Hash(Reading[] readings, bool isComplete)
    {
        var hash = new HashCode();
        hash.Add(isComplete);
        foreach (var reading in readings)
            hash.Add(reading);
        return hash.ToHashCode();
    }
}
