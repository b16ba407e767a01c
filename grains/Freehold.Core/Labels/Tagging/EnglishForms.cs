namespace Freehold.Core.Labels.Tagging;

/// <summary>Forms of common words that no list has: 'retries', 'mended', 'cleanest'. Only their ends are looked at, so a few names pass for one.</summary>
internal static class EnglishForms
{
    private const int ShortestStem = 3;

    private static readonly (string Suffix, string Instead)[] Suffixes =
    [
        ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ied", "y"), ("ing", ""), ("ing", "e"), ("ly", ""), ("er", ""), ("er", "e"),
        ("est", ""), ("ness", ""), ("ment", ""), ("ments", ""), ("ion", ""), ("ion", "e"), ("able", ""), ("less", ""), ("ful", ""), ("ers", ""),
        ("ers", "e"), ("ation", "e"), ("y", ""), ("y", "e"),
    ];

    private static readonly string[] Prefixes = ["un", "re", "in", "out", "over", "up", "dis", "mis", "non", "de"];

    /// <summary>True where a common word stands behind an English prefix or before an English suffix.</summary>
    public static bool IsFormOfCommon(ReadOnlySpan<char> word, Lexicon lexicon)
    {
        foreach (var prefix in Prefixes)
        {
            if (word.Length >= prefix.Length + ShortestStem && word.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
                && IsStem(word[prefix.Length..], "", lexicon)) return true;
        }

        foreach (var (suffix, instead) in Suffixes)
        {
            if (word.Length < suffix.Length + ShortestStem || !word.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)) continue;
            var stem = word[..^suffix.Length];
            if (IsStem(stem, instead, lexicon)) return true;

            // 'stopped', 'running': the consonant is doubled.
            if (instead.Length == 0 && stem.Length > ShortestStem && stem[^1] == stem[^2] && IsStem(stem[..^1], "", lexicon)) return true;
        }

        return false;
    }

    private static bool IsStem(ReadOnlySpan<char> stem, ReadOnlySpan<char> end, Lexicon lexicon)
    {
        var hash = WordHash.Of(stem);
        foreach (var sign in end) hash = WordHash.Add(hash, sign);
        return (lexicon.Find(hash) & WordTraits.Common) != 0;
    }
}
