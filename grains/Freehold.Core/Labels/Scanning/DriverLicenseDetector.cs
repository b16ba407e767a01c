namespace Freehold.Core.Labels.Scanning;

/// <summary>
/// US driver license numbers. Their forms are those of many other numbers, so a word must name them; the form is then checked against those
/// that the states issue (AAMVA).
/// </summary>
internal static class DriverLicenseDetector
{
    private const int CueReach = 10, MostChars = 20;

    // Letters in front, fewest and most digits after them, letters at the end.
    private static readonly (byte Letters, byte Fewest, byte Most, byte Tail)[] Forms =
    [
        (0, 4, 16, 0),  // AL, AK, AR, AZ, CT, DC, DE, GA, ID, LA, ME, MS, MT, NC, NM, NV, NY, OR, PA, SC, SD, TN, TX, UT, VT, WY …
        (0, 7, 9, 1),   // ME, MO, VT
        (0, 8, 8, 2),   // MO
        (1, 4, 18, 0),  // AZ, CA, FL, HI, IL, IN, KS, KY, MA, MD, MI, MN, MO, NE, NJ, NY, OH, OK, RI, VA, WI
        (1, 6, 6, 1),   // MO
        (2, 2, 8, 0),   // CO, IA, OH, WV
        (2, 6, 6, 1),   // ID
        (3, 6, 9, 0),   // ND
        (3, 6, 6, 3),   // WA since 2018: WDL…
    ];

    /// <summary>The token after the number that begins at letters or digits, or 0.</summary>
    public static int At(in ScanContext text, int i)
    {
        if (i > 0 && text.Touches(i - 1) && text[i - 1].Kind != TokenKind.Symbol || !HasCue(text, i))
            return 0;

        var (letters, digits, tail) = (0, 0, 0);
        var at = i;
        while (letters + digits + tail <= MostChars)
        {
            var token = text[at];
            if (token.IsWord && digits == 0)
                letters += token.Length;
            else if (token.IsWord)
                tail += token.Length;
            else if (token.IsNumber && tail == 0)
                digits += token.Length;
            else
                return 0;

            var next = text.Touches(at) && text[at + 1].Is('-') && text.Touches(at + 1) ? at + 2 : at + 1;
            var goesOn = text.Touches(at) ? text[next].Kind is TokenKind.Number or TokenKind.Word : text.Near(at) && text[next].IsNumber && tail == 0;
            if (!goesOn)
                break;
            at = next;
        }

        if (!IsIssued(letters, digits, tail))
            return 0;

        text.Add(i, at, SensitiveKind.UsDriverLicense);
        return at + 1;
    }

    private static bool HasCue(in ScanContext text, int i) =>
        text.Before(i, WordClass.LicenseCue, CueReach) && text.Before(i, WordClass.DriverCue, CueReach);

    private static bool IsIssued(int letters, int digits, int tail)
    {
        foreach (var form in Forms)
        {
            if (form.Letters == letters && form.Tail == tail && digits >= form.Fewest && digits <= form.Most)
                return true;
        }

        return false;
    }
}
