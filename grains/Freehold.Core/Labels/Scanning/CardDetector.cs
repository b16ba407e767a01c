namespace Freehold.Core.Labels.Scanning;

/// <summary>Payment card numbers: issuer ranges and lengths of the networks (ISO/IEC 7812), a Luhn check, digits together or in groups.</summary>
internal static class CardDetector
{
    private const int Fewest = 12, Most = 19, CueReach = 12;

    // First and last issuer number, compared on as many digits as they have; fewest and most digits of the card.
    private static readonly (int First, int Last, byte Width, byte Fewest, byte Most)[] Issuers =
    [
        (1, 1, 1, 15, 15), (1800, 1800, 4, 15, 15), (2131, 2131, 4, 15, 15), (2014, 2014, 4, 15, 15), (2149, 2149, 4, 15, 15),
        (2200, 2205, 4, 16, 19), (2221, 2720, 4, 16, 16), (300, 305, 3, 14, 19), (3095, 3095, 4, 14, 19), (34, 34, 2, 15, 15),
        (36, 36, 2, 14, 19), (37, 37, 2, 15, 15), (38, 39, 2, 14, 19), (35, 35, 2, 16, 19),
        (4, 4, 1, 13, 13), (4, 4, 1, 16, 16), (4, 4, 1, 19, 19), (50, 50, 2, 12, 19), (51, 55, 2, 16, 16), (56, 59, 2, 12, 19),
        (60, 69, 2, 12, 19), (81, 82, 2, 16, 19), (9792, 9792, 4, 16, 16),
    ];

    /// <summary>The token after the card number that begins at a number, or 0.</summary>
    public static int At(in ScanContext text, int i)
    {
        if (text[i].Length > Most || i > 0 && text.Touches(i - 1) && (text[i - 1].IsWord || text[i - 1].Symbol is '.' or '_' && text[i - 2].IsNumber))
            return 0;

        var run = new DigitRun(stackalloc byte[DigitRun.MostDigits], stackalloc byte[DigitRun.MostDigits], stackalloc char[DigitRun.MostDigits]);
        if (!run.Read(text, i) || run.Count < Fewest)
            return 0;

        // A longer run may begin with a card number: an expiry date or a security code follows.
        var digits = 0;
        for (var groups = 1; groups <= run.GroupCount && digits + run.Groups[groups - 1] <= Most; groups++)
        {
            digits += run.Groups[groups - 1];
            if (digits >= Fewest && IsCard(text, i, run, digits, groups))
                return Found(text, i, i + run.TokensOf(groups) - 1);
        }

        return 0;
    }

    private static bool IsCard(in ScanContext text, int i, in DigitRun run, int digits, int groups)
    {
        var number = run.Digits[..digits];
        if (!CheckDigits.Luhn(number) || number.IndexOfAnyExcept((byte)0) < 0)
            return false;

        // A word for card makes up for an issuer that is not listed or digits in unusual groups.
        var isUsual = IsUsualGrouping(run.Groups[..groups], run.SeparatorOf(groups));
        return isUsual && HasIssuer(number) || digits > Fewest && (isUsual || HasIssuer(number)) && text.Before(i, WordClass.CardCue, CueReach);
    }

    private static int Found(in ScanContext text, int first, int last)
    {
        if (text.Touches(last) && text[last + 1].IsWord)
            return 0;

        text.Add(first, last, SensitiveKind.CreditCard);
        return last + 1;
    }

    private static bool HasIssuer(ReadOnlySpan<byte> digits)
    {
        foreach (var (first, last, width, fewest, most) in Issuers)
        {
            var prefix = 0;
            for (var i = 0; i < width; i++)
                prefix = prefix * 10 + digits[i];
            if (prefix >= first && prefix <= last && digits.Length >= fewest && digits.Length <= most)
                return true;
        }

        return false;
    }

    // All together, all groups alike (4-4-4-4, digit by digit), or as American Express and Diners Club print them (4-6-5, 4-6-4).
    private static bool IsUsualGrouping(ReadOnlySpan<byte> groups, char separator)
    {
        if (groups.Length == 1)
            return true;
        if (separator == '?')
            return false;
        if (groups is [4, 6, 4 or 5] or [4, 5, 6] or [8, 8] or [8, 11] or [6, 13])
            return true;

        var alike = groups[..^1];
        return groups[^1] <= groups[0] && groups[0] <= 5 && alike.IndexOfAnyExcept(groups[0]) < 0;
    }
}
