namespace Freehold.Wire.Texts;

/// <summary>What takes the place of some text.</summary>
/// <param name="Start">First character in <see cref="RequestTexts.Text"/>.</param>
/// <param name="Length">Number of characters.</param>
/// <param name="With">The new text.</param>
public readonly record struct TextReplacement(int Start, int Length, string With)
{
    /// <summary>The character after the last one.</summary>
    public int End => Start + Length;
}
