namespace Freehold.Inference.Tokenizers.Splitting;

/// <summary>The whitespace part that the patterns share.</summary>
internal static class Whitespace
{
    /// <summary><c>\s+(?!\S)|\s+</c> on a run of whitespace: the last one is left to the word that follows, if there is one.</summary>
    public static int WordEnd(ReadOnlySpan<char> text, int start, int runEnd) =>
        runEnd == text.Length || runEnd - start == 1 ? runEnd : runEnd - 1;

    /// <summary>End of a run of whitespace, and the place after the last line break in it, or -1. All whitespace is of one unit.</summary>
    public static int RunEnd(ReadOnlySpan<char> text, int start, out int afterLastBreak)
    {
        afterLastBreak = -1;
        for (var at = start; ; at++)
        {
            switch (CharacterClasses.At(text, at, out _))
            {
                case CharacterClass.Newline:
                    afterLastBreak = at + 1;
                    break;
                case CharacterClass.Space:
                    break;
                default:
                    return at;
            }
        }
    }
}
