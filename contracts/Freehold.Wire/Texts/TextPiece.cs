using Freehold.Wire.Json;

namespace Freehold.Wire.Texts;

/// <summary>One string of a body, or a number long enough to be somebody's, and where its text stands in <see cref="RequestTexts.Text"/>.</summary>
/// <param name="Range">The value in its document, in bytes, quotes included. The document is the body, or the string around this one.</param>
/// <param name="Start">First character of the text.</param>
/// <param name="Length">Number of characters; of a string that is itself JSON, those of all that is in it.</param>
/// <param name="Nested">Of a string that is itself JSON, how many pieces after this one are in it; else 0.</param>
internal readonly record struct TextPiece(ByteRange Range, int Start, int Length, int Nested)
{
    public int End => Start + Length;
}
