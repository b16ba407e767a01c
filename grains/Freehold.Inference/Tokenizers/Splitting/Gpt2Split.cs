namespace Freehold.Inference.Tokenizers.Splitting;

/// <summary>The rule of <see cref="SplitRule.Gpt2"/>; alternatives in the pattern's order.</summary>
internal static class Gpt2Split
{
    /// <summary>End of the word that starts at a place.</summary>
    public static int WordEnd(ReadOnlySpan<char> text, int start)
    {
        if (text[start] == '\'' && ContractionLength(text[(start + 1)..]) is > 0 and var length)
            return start + 1 + length;

        var body = start;
        var kind = CharacterClasses.At(text, start, out _);
        if (text[start] == ' ')
            kind = CharacterClasses.At(text, ++body, out _);
        if (kind is CharacterClass.Letter or CharacterClass.Number or CharacterClass.Other)
            return CharacterClasses.RunEnd(text, body, kind);
        return Whitespace.WordEnd(text, start, Whitespace.RunEnd(text, start, out _));
    }

    // 's|'t|'re|'ve|'m|'ll|'d, without the apostrophe.
    private static int ContractionLength(ReadOnlySpan<char> text) => text switch
    {
        ['s' or 't' or 'm' or 'd', ..] => 1,
        ['r' or 'v', 'e', ..] or ['l', 'l', ..] => 2,
        _ => 0,
    };
}
