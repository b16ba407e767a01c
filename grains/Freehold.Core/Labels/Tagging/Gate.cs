namespace Freehold.Core.Labels.Tagging;

/// <summary>Which words may be part of a span at all. Words around a suspicious one are looked at with it.</summary>
internal static class Gate
{
    /// <summary>False for signs, and for common words that are written as such.</summary>
    public static bool IsSuspicious(ReadOnlySpan<TaggerToken> tokens, int index)
    {
        ref readonly var token = ref tokens[index];
        if ((token.Form & (TokenForm.Letters | TokenForm.Digits)) == 0) return false;
        if ((token.Form & (TokenForm.Digits | TokenForm.NotAscii)) != 0) return true;
        if ((token.Form & TokenForm.Capital) == 0) return token.Length > 1 && (token.Traits & WordTraits.Common) == 0;

        // 'The' at a sentence's beginning is no name; 'Rose' may be one, and so may any capital elsewhere.
        if ((token.Traits & WordTraits.Common) == 0) return true;
        return (token.Traits & WordTraits.Names) != 0 || (token.Length > 1 && IsWord(tokens[index - 1]));
    }

    private static bool IsWord(in TaggerToken token) => (token.Form & (TokenForm.Letters | TokenForm.Digits)) != 0;
}
