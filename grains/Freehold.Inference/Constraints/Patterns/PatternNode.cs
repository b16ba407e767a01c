namespace Freehold.Inference.Constraints.Patterns;

/// <summary>A regular expression as a tree.</summary>
internal abstract record PatternNode;

/// <summary>One character of a set.</summary>
internal sealed record CharNode(CharSet Set) : PatternNode;

/// <summary>One after the other; of none, the empty text.</summary>
internal sealed record SequenceNode(IReadOnlyList<PatternNode> Parts) : PatternNode;

/// <summary>One of several.</summary>
internal sealed record ChoiceNode(IReadOnlyList<PatternNode> Options) : PatternNode;

/// <summary>At least <paramref name="Least"/> times and, unless it is null, at most <paramref name="Most"/> times.</summary>
internal sealed record RepeatNode(PatternNode Part, int Least, int? Most) : PatternNode;
