namespace Freehold.Core.Labels.Generation;

/// <summary>A generated text and what is sensitive in it.</summary>
/// <param name="Text">The text.</param>
/// <param name="Spans">Its spans, by start; none overlaps another.</param>
public sealed record LabelledText(string Text, IReadOnlyList<LabelledSpan> Spans);

/// <summary>A stretch of a generated text.</summary>
/// <param name="Start">First character, from 0.</param>
/// <param name="Length">Number of characters, at least 1.</param>
/// <param name="Kind">What it is.</param>
/// <param name="IsWhole">
/// True for an address written out in one piece, over lines and commas; false for a part of one (house number, street, flat). Readers of
/// addresses annotate both ways, by whether the text names the parts one by one; only the tagger's states tell them apart.
/// </param>
public readonly record struct LabelledSpan(int Start, int Length, SensitiveKind Kind, bool IsWhole = false);
