using System.Buffers;

namespace Freehold.Core.Labels.Scanning;

/// <summary>
/// National identification, tax and health numbers with a check digit. Where the check and the form leave less than about one chance in a
/// hundred, they are enough; else a word must name the number.
/// </summary>
internal static class NationalIdDetector
{
    private const int CueReach = 10;

    private static readonly SearchValues<char> NeverInPrefix = SearchValues.Create("DFIQUV");

    /// <summary>The token after the number that begins with digits, or 0.</summary>
    public static int AtNumber(in ScanContext text, int i)
    {
        if (i > 0 && text.Touches(i - 1) && (text[i - 1].IsWord || text[i - 1].Symbol is '-' or '.' or '/' or '+'))
            return 0;
        if (WithLetter(text, i) is > 0 and var lettered)
            return lettered;

        var run = new DigitRun(stackalloc byte[DigitRun.MostDigits], stackalloc byte[DigitRun.MostDigits], stackalloc char[DigitRun.MostDigits]);
        if (!run.Read(text, i) || run.Count is < 9 or > 18)
            return 0;

        var hasCue = text.Before(i, WordClass.NationalIdCue, CueReach);
        var isGiven = NationalIdChecks.IsSure(run) || hasCue && NationalIdChecks.IsLikely(run);
        if (!isGiven || text.Touches(run.Last) && text[run.Last + 1].IsWord)
            return 0;

        text.Add(i, run.Last, SensitiveKind.NationalId);
        return run.Last + 1;
    }

    /// <summary>The token after the number that begins with letters, or 0: UK, Spain (foreigners), Italy.</summary>
    public static int AtWord(in ScanContext text, int i)
    {
        if (i > 0 && text.Touches(i - 1) && text[i - 1].Kind != TokenKind.Symbol)
            return 0;
        if (text[i].Length == 6)
            return CodiceFiscale(text, i);
        return text[i].Length == 2 ? NationalInsurance(text, i) : ForeignersNumber(text, i);
    }

    // Spain: eight digits and a letter. Finland: DDMMYY, a sign of the century, three digits and a letter or digit. China: 17 digits and X.
    private static int WithLetter(in ScanContext text, int i)
    {
        text.Spend(6);
        var letter = text[i + 1].Is('-') && text.Touches(i) ? i + 2 : i + 1;
        if (text[i].Length == 8 && text[letter].IsWord && text[letter].Length == 1 && text.Touches(letter - 1))
            return SpanishLetter(text.Value(i)) == char.ToUpperInvariant(text.Text[text[letter].Start]) ? Found(text, i, letter) : 0;

        var isFinnish = text[i].Length == 6 && (text[i + 1].Symbol is '-' or '+' || text.Says(i + 1, "A")) && text[i + 2].Length == 3
            && text[i + 3].IsWord && text[i + 3].Length == 1 && text.Touches(i) && text.Touches(i + 1) && text.Touches(i + 2);
        if (isFinnish && text.Value(i) >= 0 && text.Value(i + 2) >= 0)
        {
            var check = "0123456789ABCDEFHJKLMNPRSTUVWXY"[(int)((text.Value(i) * 1000L + text.Value(i + 2)) % 31)];
            return check == char.ToUpperInvariant(text.Text[text[i + 3].Start]) ? Found(text, i, i + 3) : 0;
        }

        return text[i].Length == 17 && text.Touches(i) && text.Says(i + 1, "X") && NationalIdChecks.IsChinese(text.Chars(i), 10) ? Found(text, i, i + 1) : 0;
    }

    // X1234567L: the letter in front counts as a digit.
    private static int ForeignersNumber(in ScanContext text, int i)
    {
        var first = "XYZ".IndexOf(char.ToUpperInvariant(text.Text[text[i].Start]), StringComparison.Ordinal);
        var letter = text[i + 2].Is('-') ? i + 3 : i + 2;
        if (text[i].Length != 1 || first < 0 || text[i + 1].Length != 7 || text[letter].Length != 1 || !text[letter].IsWord || !text.Touches(letter - 1))
            return 0;
        return SpanishLetter(first * 10_000_000 + text.Value(i + 1)) == char.ToUpperInvariant(text.Text[text[letter].Start]) ? Found(text, i, letter) : 0;
    }

    private static char SpanishLetter(int number) => "TRWAGMYFPDXBNJZSQVHLCKE"[number % 23];

    // QQ 12 34 56 C; without the prefixes that HMRC does not issue.
    private static int NationalInsurance(in ScanContext text, int i)
    {
        var prefix = text.Chars(i);
        if (prefix.ContainsAny(NeverInPrefix) || prefix.ContainsAnyExceptInRange('A', 'Z') || prefix[1] == 'O' || prefix is "BG" or "GB" or "NK" or "KN" or "TN" or "NT" or "ZZ")
            return 0;

        var (digits, at) = (0, i);
        while (digits < 6 && text.Near(at) && text[at + 1].IsNumber)
            digits += text[++at].Length;

        var suffix = at + 1;
        text.Spend(at - i + 2);
        return digits == 6 && text.Near(at) && text[suffix].Length == 1 && text.Text[text[suffix].Start] is >= 'A' and <= 'D' ? Found(text, i, suffix) : 0;
    }

    private static int CodiceFiscale(in ScanContext text, int i)
    {
        const int Chars = 16;
        var start = text[i].Start;
        if (start + Chars > text.Text.Length || !NationalIdChecks.IsCodiceFiscale(text.Text.Slice(start, Chars)))
            return 0;

        text.Spend(Chars);
        var last = i;
        while (text[last].End < start + Chars)
            last++;

        return text[last].End == start + Chars ? Found(text, i, last) : 0;
    }

    private static int Found(in ScanContext text, int first, int last)
    {
        if (text.Touches(last) && text[last + 1].Kind != TokenKind.Symbol)
            return 0;

        text.Add(first, last, SensitiveKind.NationalId);
        return last + 1;
    }
}
