namespace Freehold.Core.Labels.Tagging;

/// <summary>
/// What a span without capitals needs besides its score. The scores were learned from texts full of names; in plain prose they take any two
/// rare words for one ('zebras paint'), so a list or a cue must speak for it as well.
/// </summary>
internal static class Evidence
{
    // 'San Francisco' is made of given names, yet nobody is called San.
    private static readonly uint[] PlaceBeginnings = [WordHash.Of("san"), WordHash.Of("los"), WordHash.Of("las"), WordHash.Of("fort"), WordHash.Of("port")];

    /// <summary>The kind of a span that was decided, or <see cref="SensitiveKind.None"/> where nothing but its score speaks for it.</summary>
    /// <param name="tokens">The tokens of the text, padded.</param>
    /// <param name="first">The span's first token, counted with the padding; moved past what cannot begin it.</param>
    /// <param name="last">Its last.</param>
    /// <param name="kind">As it was decided.</param>
    public static SensitiveKind Settle(ReadOnlySpan<TaggerToken> tokens, ref int first, int last, SensitiveKind kind)
    {
        if (kind == SensitiveKind.Person && last - first >= 2 && IsAbbreviationEnd(tokens, first)) first += 2;
        if (kind == SensitiveKind.Person && last > first && Array.IndexOf(PlaceBeginnings, tokens[first].Word) >= 0) return SensitiveKind.City;
        if (TraitsFor(kind) is not (not WordTraits.None and var needed) || Gate.HasCue(tokens, first)) return kind;
        for (var i = first; i <= last; i++)
        {
            ref readonly var token = ref tokens[i];
            if ((token.Form & (TokenForm.Capital | TokenForm.Digits | TokenForm.NotAscii)) != 0) return kind;
            if ((token.Traits & needed) != 0 && (token.Traits & WordTraits.Common) == 0) return kind;
        }

        return SensitiveKind.None;
    }

    // The 'g.' of 'e.g. San Francisco'; an initial is a capital.
    private static bool IsAbbreviationEnd(ReadOnlySpan<TaggerToken> tokens, int index) =>
        tokens[index].Length == 1 && (tokens[index].Form & (TokenForm.Letters | TokenForm.Capital)) == TokenForm.Letters
        && tokens[index + 1].Length == 1 && (tokens[index + 1].Form & (TokenForm.Letters | TokenForm.Digits)) == 0;

    private static WordTraits TraitsFor(SensitiveKind kind) => kind switch
    {
        SensitiveKind.Person => WordTraits.Given | WordTraits.Surname,
        SensitiveKind.City => WordTraits.City | WordTraits.Country,
        SensitiveKind.Organization => WordTraits.Company | WordTraits.Surname | WordTraits.City,
        _ => WordTraits.None,
    };
}
