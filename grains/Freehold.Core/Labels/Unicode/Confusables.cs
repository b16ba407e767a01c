namespace Freehold.Core.Labels.Unicode;

/// <summary>
/// Letters of other scripts that look like Latin ones (after the idea of Unicode TS 39, confusables). A small table of our own: what reads
/// as Latin in common typefaces, nothing that only resembles it.
/// </summary>
internal static class Confusables
{
    private const string Cyrillic = "аАВсСԁеЕһНіІјЈкКԛМоОрРѕЅТуУԝхХѵ";
    private const string CyrillicLatin = "aABcCdeEhHiIjJkKqMoOpPsSTyYwxXv";
    private const string Greek = "αΑΒϲϹεΕΗιΙκΚΜνΝοΟρΡΤυΥχΧΖ";
    private const string GreekLatin = "aABcCeEHiIkKMvNoOpPTuYxXZ";
    private const string Letterlike = "ℎℓℐℑℕℙℚℛℜℝℤℬℭℯℰℱℳℴℹıɑɡ";
    private const string LetterlikeLatin = "hlIINPQRRRZBCeEFMoiiag";

    private const int First = 0x0131, Last = 0x2139;

    private static readonly char[] Latin = Build();

    /// <summary>The Latin letter that <paramref name="c"/> looks like, or '\0'.</summary>
    public static char LatinOf(char c) => c is >= (char)First and <= (char)Last ? Latin[c - First] : '\0';

    private static char[] Build()
    {
        var table = new char[Last - First + 1];
        foreach (var (others, latin) in new[] { (Cyrillic, CyrillicLatin), (Greek, GreekLatin), (Letterlike, LetterlikeLatin) })
        {
            for (var i = 0; i < others.Length; i++)
                table[others[i] - First] = latin[i];
        }

        return table;
    }
}
