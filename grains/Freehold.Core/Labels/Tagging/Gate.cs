namespace Freehold.Core.Labels.Tagging;

/// <summary>Which words may be part of a span at all. Words around a suspicious one are looked at with it.</summary>
internal static class Gate
{
    /// <summary>False for signs, for common words that are written as such, and for small words that neither a list nor a cue makes a name.</summary>
    public static bool IsSuspicious(ReadOnlySpan<char> text, ReadOnlySpan<TaggerToken> tokens, int index, Lexicon lexicon)
    {
        ref readonly var token = ref tokens[index];
        if ((token.Form & (TokenForm.Letters | TokenForm.Digits)) == 0) return false;
        if ((token.Form & (TokenForm.Digits | TokenForm.NotAscii)) != 0) return true;

        var isCommon = (token.Traits & WordTraits.Common) != 0;
        if ((token.Form & TokenForm.Capital) == 0) return !isCommon && token.Length > 1 && IsSmallName(text, tokens, index, lexicon);

        // 'The' and 'Mended' at a sentence's beginning are no names; 'Rose' may be one, and so may any capital elsewhere.
        if ((token.Traits & WordTraits.Names) != 0 || (token.Length > 1 && IsWord(tokens[index - 1]))) return true;
        return !isCommon && !EnglishForms.IsFormOfCommon(Of(text, token), lexicon);
    }

    /// <summary>True where the words before announce a name: 'name is', 'from', 'dear'.</summary>
    public static bool HasCue(ReadOnlySpan<TaggerToken> tokens, int index) =>
        tokens[index - 1].Cue != Cue.None || Math.Max((byte)tokens[index - 2].Cue, (byte)tokens[index - 3].Cue) == (byte)Cue.Far;

    // Somebody who writes without capitals.
    private static bool IsSmallName(ReadOnlySpan<char> text, ReadOnlySpan<TaggerToken> tokens, int index, Lexicon lexicon)
    {
        // Surnames and brands are words of the language too often ('baker', 'sky') to be telling without a cue.
        const WordTraits telling = (WordTraits.Names & ~WordTraits.Surname) | WordTraits.Honorific | WordTraits.Calendar | WordTraits.Job;
        if ((tokens[index].Traits & telling) != 0) return true;
        if ((tokens[index].Traits & WordTraits.Surname) != 0 && HasCue(tokens, index)) return true;
        return HasCue(tokens, index) && !EnglishForms.IsFormOfCommon(Of(text, tokens[index]), lexicon);
    }

    private static bool IsWord(in TaggerToken token) => (token.Form & (TokenForm.Letters | TokenForm.Digits)) != 0;

    private static ReadOnlySpan<char> Of(ReadOnlySpan<char> text, in TaggerToken token) => text.Slice(token.Start, token.Length);
}
