namespace Freehold.Core.Labels.Scanning;

/// <summary>International bank account numbers (ISO 13616): length by country, MOD 97-10 check, any case, together or in groups.</summary>
internal static class IbanDetector
{
    private const int Longest = 34;

    // Lengths as in the IBAN registry of SWIFT.
    private const string Lengths =
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 " +
        "GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 " +
        "MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 " +
        "TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30";

    private static readonly byte[] LengthByCountry = Build();

    /// <summary>The token after the account number that begins at a word, or 0.</summary>
    public static int At(in ScanContext text, int i)
    {
        var token = text[i];
        if (token.Length != 2 || !text.Touches(i) || !text[i + 1].IsNumber || text[i + 1].Length < 2 || i > 0 && text.Touches(i - 1) && text[i - 1].IsNumber)
            return 0;

        var chars = text.Text[token.Start..];
        if (!char.IsAsciiLetter(chars[0]) || !char.IsAsciiLetter(chars[1]))
            return 0;

        var wanted = LengthByCountry[(chars[0] & 31) * 32 + (chars[1] & 31)];
        Span<char> upper = stackalloc char[Longest];
        var end = wanted == 0 ? 0 : Collect(chars, upper[..wanted]);
        text.Spend(end + 1);
        if (end == 0 || !CheckDigits.Iban(upper[..wanted]))
            return 0;

        text.AddChars(token.Start, token.Start + end, SensitiveKind.IbanCode);
        var next = i + 1;
        while (text[next].Kind != TokenKind.None && text[next].Start < token.Start + end)
            next++;

        return next;
    }

    // Fills the number, letting one space or hyphen lie between its characters; answers where it ends, or 0.
    private static int Collect(ReadOnlySpan<char> chars, Span<char> upper)
    {
        var count = 0;
        var i = 0;
        for (; i < chars.Length && count < upper.Length; i++)
        {
            if (char.IsAsciiLetterOrDigit(chars[i]))
                upper[count++] = char.ToUpperInvariant(chars[i]);
            else if (chars[i] is not (' ' or '-' or '\u00A0') || !char.IsAsciiLetterOrDigit(chars[i - 1]))
                return 0;
        }

        return count == upper.Length && (i == chars.Length || !char.IsAsciiLetterOrDigit(chars[i])) ? i : 0;
    }

    private static byte[] Build()
    {
        var table = new byte[32 * 32];
        foreach (var entry in Lengths.Split(' '))
            table[(entry[0] & 31) * 32 + (entry[1] & 31)] = byte.Parse(entry.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture);

        return table;
    }
}
