namespace Freehold.Core.Labels.Scanning;

/// <summary>Years by themselves: four digits from 1900 to 2099, or earlier ones after a word that years follow, that count nothing.</summary>
internal static class YearDetector
{
    private const int FirstOfItself = 1900, LastOfItself = 2039;
    private const string SignsOfAmounts = "$€£¥#%+*/=<>_@~^";

    /// <summary>The token after a year, or 0.</summary>
    public static int At(in ScanContext text, int i)
    {
        if (text[i].Length != 4 || text.Value(i) is not (>= 1000 and < 2100 and var year))
            return 0;

        // Early years right after a word that years follow; recent ones anywhere; later ones with such a word near.
        var hasCue = text.Before(i, WordClass.YearCue, year < FirstOfItself ? 1 : 2);
        if (!hasCue && (year is < FirstOfItself or > LastOfItself || text.Before(i, WordClass.ReferenceCue | WordClass.UnitDesignator | WordClass.PostBox, 2)))
            return 0;
        if (IsAmount(text, i) || IsPartOfMore(text, i))
            return 0;

        text.Add(i, i, SensitiveKind.DateTime);
        return i + 1;
    }

    private static bool IsAmount(in ScanContext text, int i) =>
        text[i + 1].Is(WordClass.Unit | WordClass.StreetSuffix) && text.Near(i)
        || SignsOfAmounts.Contains(text[i - 1].Symbol, StringComparison.Ordinal) && text[i - 1].Symbol != '\0'
        || text[i + 1].Symbol is not '\0' && SignsOfAmounts.Contains(text[i + 1].Symbol, StringComparison.Ordinal) && text.Near(i);

    // Within a word, a decimal or a longer number; a range of years is none of these.
    private static bool IsPartOfMore(in ScanContext text, int i)
    {
        var before = i > 0 && text.Touches(i - 1) && (text[i - 1].IsWord || text[i - 1].Symbol is '.' or ',' or ':' or '-' && text[i - 2].Length != 4);
        var after = text.Touches(i) && (text[i + 1].IsWord && !text.Says(i + 1, "s") || text[i + 1].Symbol is '.' or ',' or ':' or '-'
            && text[i + 2].IsNumber && text.Touches(i + 1) && text[i + 2].Length is not (2 or 4));
        return before || after || text[i + 1].IsNumber && text.Near(i) || text[i - 1].IsNumber && text.Near(i - 1);
    }
}
