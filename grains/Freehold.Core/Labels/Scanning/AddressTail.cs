namespace Freehold.Core.Labels.Scanning;

/// <summary>What follows a street in an address: the unit, then the place, over several lines, up to its postcode.</summary>
internal static class AddressTail
{
    private const int MostPlaceTokens = 10;

    /// <summary>The token after the unit and the postcode that follow an address, else the one given.</summary>
    public static int Extend(in ScanContext text, int end)
    {
        var next = text[end].Is(',') ? end + 1 : end;
        if (Unit(text, next) is > 0 and var unit)
            end = unit;
        return Place(text, end);
    }

    /// <summary>The token after a unit that begins here, or 0: Apt. 864, Suite 5B, # 12.</summary>
    public static int Unit(in ScanContext text, int i)
    {
        if (text[i].Is('#') && text[i + 1].IsNumber)
            return i + 2;

        var isUnit = text.Says(i, "apt") || text.Says(i, "apartment") || text.Says(i, "suite") || text.Says(i, "ste") || text.Says(i, "unit") || text.Says(i, "apto");
        var number = text[i + 1].Symbol is '.' or '#' ? i + 2 : i + 1;
        if (!isUnit || !text[number].IsNumber || text[number].Length > 5 || !text.Near(number - 1))
            return 0;
        return text.Touches(number) && text[number + 1].IsWord && text[number + 1].Length == 1 ? number + 2 : number + 1;
    }

    // Capital words and commas over one line break, then a postcode on the line of the last word; without it nothing is taken.
    private static int Place(in ScanContext text, int end)
    {
        var (at, words, breaks) = (end, 0, 0);
        while (at < end + MostPlaceTokens && (text[at].Is(',') || text[at].IsWord && IsPlaceWord(text, at)))
        {
            text.Spend(1);
            breaks += text.Near(at - 1) || text[at].Is(',') || text[at - 1].Is(',') ? 0 : 1;
            words += text[at].IsWord ? 1 : 0;
            at++;
        }

        var code = text[at];
        if (words == 0 || breaks > 1 || !code.IsNumber || code.Length is < 4 or > 6 || !text.Near(at - 1))
            return end;

        var hasMore = text[at + 1].Is('-') && text.Touches(at) && text[at + 2].IsNumber && text[at + 2].Length is 3 or 4;
        return hasMore ? at + 3 : at + 1;
    }

    private static bool IsPlaceWord(in ScanContext text, int i) =>
        char.IsUpper(text.Text[text[i].Start]) || text[i].Is(WordClass.StateCode) || text[i].Is(WordClass.Joiner) && text[i].Length <= 3;
}
