namespace Freehold.Inference.Tokenizers.Splitting;

/// <summary>The rule of <see cref="SplitRule.Llama3"/> and <see cref="SplitRule.Qwen2"/>; alternatives in the pattern's order.</summary>
internal static class LlamaSplit
{
    /// <summary>End of the word that starts at a place; numbers are cut after <paramref name="maxDigits"/>.</summary>
    public static int WordEnd(ReadOnlySpan<char> text, int start, int maxDigits)
    {
        if (text[start] == '\'' && ContractionLength(text[(start + 1)..]) is > 0 and var contraction)
            return start + 1 + contraction;

        var kind = CharacterClasses.At(text, start, out var length);
        switch (kind)
        {
            case CharacterClass.Letter:
                return CharacterClasses.RunEnd(text, start + length, CharacterClass.Letter);
            case CharacterClass.Number:
                return NumberEnd(text, start, maxDigits);
            case CharacterClass.Space or CharacterClass.Other when
                CharacterClasses.At(text, start + length, out var next) == CharacterClass.Letter:
                return CharacterClasses.RunEnd(text, start + length + next, CharacterClass.Letter);
            case CharacterClass.Other:
                return SymbolsEnd(text, start + length);
            case CharacterClass.Space when
                text[start] == ' ' && CharacterClasses.At(text, start + 1, out _) == CharacterClass.Other:
                return SymbolsEnd(text, start + 1);
            default:
                var runEnd = Whitespace.RunEnd(text, start, out var afterLastBreak);
                return afterLastBreak > 0 ? afterLastBreak : Whitespace.WordEnd(text, start, runEnd);
        }
    }

    private static int NumberEnd(ReadOnlySpan<char> text, int at, int maxDigits)
    {
        for (var digits = 0; digits < maxDigits && CharacterClasses.At(text, at, out var length) == CharacterClass.Number; digits++)
            at += length;
        return at;
    }

    // [^\s\p{L}\p{N}]*[\r\n]*
    private static int SymbolsEnd(ReadOnlySpan<char> text, int at) =>
        CharacterClasses.RunEnd(text, CharacterClasses.RunEnd(text, at, CharacterClass.Other), CharacterClass.Newline);

    // (?i:'s|'t|'re|'ve|'m|'ll|'d), without the apostrophe. U+017F, the long s, is an s to a pattern that ignores case.
    private static int ContractionLength(ReadOnlySpan<char> text) => text switch
    {
        ['s' or 'S' or '\u017F' or 't' or 'T' or 'm' or 'M' or 'd' or 'D', ..] => 1,
        ['r' or 'R' or 'v' or 'V', 'e' or 'E', ..] or ['l' or 'L', 'l' or 'L', ..] => 2,
        _ => 0,
    };
}
