namespace Freehold.Core.Policies.Reading;

/// <summary>A part of a document, with the place where it starts; lines and columns count from 1.</summary>
internal abstract record PolicyNode(int Line, int Column);

/// <summary>
/// A single value: its text without quotes, and whether it had none; only then it may be a number, a truth value or nothing.
/// </summary>
internal sealed record PolicyScalar(string Text, bool IsPlain, int Line, int Column) : PolicyNode(Line, Column)
{
    /// <summary>True for a value that is left open: it counts as if its key were not there.</summary>
    public bool IsNothing => IsPlain && Text is "" or "~" or "null";
}

/// <summary>A list.</summary>
internal sealed record PolicyList(IReadOnlyList<PolicyNode> Items, int Line, int Column) : PolicyNode(Line, Column);

/// <summary>Keys with their values, in the order of the document; a key may stand twice.</summary>
internal sealed record PolicyMapping(IReadOnlyList<(PolicyScalar Key, PolicyNode Value)> Entries, int Line, int Column)
    : PolicyNode(Line, Column);
