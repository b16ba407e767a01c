namespace Freehold.Core.Labels;

/// <summary>A stretch of sensitive text.</summary>
/// <param name="Start">First character (UTF-16), counted from the beginning of the original text.</param>
/// <param name="Length">Number of characters of the original text, at least 1.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Term">Index of the tenant's term in its <see cref="Terms.TermSet"/> for <see cref="SensitiveKind.Term"/>, else -1.</param>
public readonly record struct SensitiveSpan(int Start, int Length, SensitiveKind Kind, int Term = -1)
{
    /// <summary>The character after the last one.</summary>
    public int End => Start + Length;
}
