using Freehold.Inference.Specialists.Features;

namespace Freehold.Inference.Training.Specialists;

/// <summary>One text with the teacher's object found in it.</summary>
/// <param name="Text">The part of the text that counts.</param>
/// <param name="Tokens">Its tokens.</param>
/// <param name="Values">[fields], the teacher's value of each; null where it has none.</param>
/// <param name="Tags">[tokens], the state of each; null where a value does not occur in the text, which no copying can answer.</param>
internal sealed record ExtractionExample(string Text, TextToken[] Tokens, string?[] Values, int[]? Tags);
