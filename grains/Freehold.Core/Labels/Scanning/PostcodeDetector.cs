namespace Freehold.Core.Labels.Scanning;

/// <summary>Postal codes: any country's after a word that names one; by themselves those whose form nothing else has.</summary>
internal static class PostcodeDetector
{
    private const int CueReach = 6, MostChars = 10, MostPlaceWords = 6;

    /// <summary>The token after the code that a word like ZIP announces, or 0.</summary>
    public static int AfterCue(in ScanContext text, int i)
    {
        if (!HasCue(text, i))
            return 0;
        if (ByShape(text, i) is > 0 and var end)
            return end;

        var last = i;
        if (text[i].IsWord)
        {
            // LV-1010, AZ1000, AD500.
            last = text[i + 1].Is('-') ? i + 2 : i + 1;
            if (text[i].Length > 4 || !text[last].IsNumber || text[last].Length > 6 || text[last].End - text[i].Start > MostChars)
                return 0;
            return Found(text, i, last);
        }

        return text[i].Length is >= 3 and <= 7 ? Found(text, i, Last(text, i)) : 0;
    }

    /// <summary>The token after a code behind the name of a place: "in Barra de Carrasco 15000", or alone on the line after it; or 0.</summary>
    public static int AfterPlace(in ScanContext text, int i)
    {
        var last = Last(text, i);
        var isYear = last == i && text[i].Length == 4 && text.Value(i) is >= 1900 and < 2100;
        if (last == i && text[i].Length is < 3 or > 6 || isYear || !IsPlaceName(text, i))
            return 0;
        return !text[last + 1].Is(WordClass.Unit | WordClass.StreetSuffix) && !text[last + 1].Is('%') ? Found(text, i, last) : 0;
    }

    /// <summary>Adds the code that begins at a token after the name of a city, a comma, or the code of its region: Asker, 1386.</summary>
    public static void AfterCity(in ScanContext text, int i)
    {
        text.Spend(MostPlaceWords);
        if (text[i].Is(','))
            i++;
        if (text[i].IsWord && text[i].Length is 2 or 3 && !text[i].Is(WordClass.Filler | WordClass.Joiner | WordClass.YearCue))
            i++;

        var last = Last(text, i);
        var isYear = last == i && text[i].Length == 4 && text.Value(i) is >= 1900 and < 2100;
        if (text[i].IsNumber && text[i].Length is >= 3 and <= 6 && !isYear && !text[last + 1].Is(WordClass.Unit | WordClass.StreetSuffix))
            Found(text, i, last);
    }

    // The token of the code's second half, or of the first where there is none: 394 13, 3610-114, 7412 SL.
    private static int Last(in ScanContext text, int i)
    {
        if (text[i + 1].Is('-') && text.Touches(i) && text.Touches(i + 1) && text[i + 2].IsNumber && text[i + 2].Length is 3 or 4)
            return i + 2;
        if (text[i + 1].IsNumber && text.Near(i) && text[i].Length == 3 && text[i + 1].Length is 2 or 3)
            return i + 1;
        return text[i + 1].IsWord && text[i + 1].Length == 2 && text[i].Length == 4 && text.Near(i) && IsUpper(text, i + 1) ? i + 1 : i;
    }

    // Capital words back to a word that places follow; or the end of a line, with the code alone on its own.
    private static bool IsPlaceName(in ScanContext text, int i)
    {
        text.Spend(MostPlaceWords);
        var isNextLine = !text.Near(i - 1);
        var isAlone = isNextLine && (text[i + 1].Kind == TokenKind.None || !text.Near(i));
        if (isNextLine && !isAlone || !isAlone && text[i].Length is < 3 or > 5 || !isAlone && text[i].Length == 3 && text[i + 1].IsWord || text[i - 1].Is(WordClass.ReferenceCue | WordClass.UnitDesignator | WordClass.PostBox | WordClass.VersionCue))
            return false;

        for (var at = i - 1; at >= 0 && at >= i - MostPlaceWords; at--)
        {
            // A region's code may stand before the postcode, in any case.
            var isRegion = at == i - 1 && text[at].IsWord && text[at].Length is 2 or 3 && !text[at].Is(WordClass.Filler | WordClass.Joiner | WordClass.YearCue);
            var isCapital = isRegion || text[at].IsWord && char.IsUpper(text.Text[text[at].Start]) && text[at].Length > 1;
            if (at < i - 1 && (text.Says(at, "in") || text.Says(at, "near") || text.Says(at, "from")))
                return true;
            if (text[at].Is(WordClass.StreetPrefix) && isCapital)
                return false;
            if (!isCapital && !(at < i - 1 && text[at].Is(WordClass.Joiner)))
                return isAlone && at < i - 1;
            if (isAlone && !text.Near(at - 1))
                return true;
        }

        return false;
    }

    /// <summary>The token after a code of an unmistakable form, or 0: UK, Canada, the Netherlands, ZIP+4, and a ZIP code after a state.</summary>
    public static int ByShape(in ScanContext text, int i)
    {
        text.Spend(6);
        if (text[i].IsWord)
            return text[i + 1].Is('-') ? WithCountry(text, i) : BritishOrCanadian(text, i);
        if (i > 0 && text.Touches(i - 1) && text[i - 1].Symbol is not ('(' or '"' or ',' or '\''))
            return 0;
        if (text[i].Length == 5)
            return American(text, i);

        // 1012 AB, 1.000.000 is none of it: letters that are no unit, and a place after them.
        var isDutch = text[i].Length == 4 && text.Text[text[i].Start] != '0' && text[i + 1].IsWord && text[i + 1].Length == 2 && text.Near(i) && IsUpper(text, i + 1)
            && text[i + 2].IsWord && text.Near(i + 1) && char.IsUpper(text.Text[text[i + 2].Start]) && text[i + 2].Length > 2 && !text[i + 1].Is(WordClass.Meridiem | WordClass.Unit);
        return isDutch ? Found(text, i, i + 1) : 0;
    }

    // D-10115 Berlin, SE-123 45 Stockholm: the country's sign in front, a place behind.
    private static int WithCountry(in ScanContext text, int i)
    {
        if (text[i].Length > 2 || !IsUpper(text, i) || !text[i + 2].IsNumber || text[i + 2].Length is < 3 or > 5 || !text.Touches(i) || !text.Touches(i + 1))
            return 0;

        var last = Last(text, i + 2);
        var place = text[last + 1];
        return text.Near(last) && place.IsWord && place.Length > 2 && char.IsUpper(text.Text[place.Start]) ? Found(text, i, last) : 0;
    }

    private static int American(in ScanContext text, int i)
    {
        if (text[i + 1].Is('-') && text[i + 2].Length == 4 && text[i + 2].IsNumber && text.Touches(i) && text.Touches(i + 1) && !(text[i + 3].Is('-') && text.Touches(i + 2)))
            return Found(text, i, i + 2);

        var state = text[i - 1];
        return state.Is(WordClass.StateCode) && state.Length == 2 && IsUpper(text, i - 1) && text.Near(i - 1) ? Found(text, i, i) : 0;
    }

    // SW1A 1AA, M1 1AE, K1A 0B1.
    private static int BritishOrCanadian(in ScanContext text, int i)
    {
        if (text[i].Length > 2 || !IsUpper(text, i) || text[i + 1].Length > 2 || !text[i + 1].IsNumber || !text.Touches(i) || i > 0 && text.Touches(i - 1) && text[i - 1].Kind != TokenKind.Symbol)
            return 0;

        var inward = text[i + 2].IsWord && text[i + 2].Length == 1 && text.Touches(i + 1) && IsUpper(text, i + 2) ? i + 3 : i + 2;
        if (inward == i + 2 && !text.Near(i + 1) || text[inward].Is('-'))
            return 0;

        // British: digit, two letters. Canadian: the letter before belongs to the first half; then digit, letter, digit.
        var isInward = text[inward].IsNumber && text[inward].Length == 1 && text.Touches(inward) && text[inward + 1].IsWord && IsUpper(text, inward + 1);
        if (!isInward || !text.Near(inward - 1))
            return 0;
        if (text[inward + 1].Length == 2 && !(text.Touches(inward + 1) && text[inward + 2].IsNumber))
            return Found(text, i, inward + 1);

        var isCanadian = inward == i + 3 && text[i].Length == 1 && text[i + 1].Length == 1 && text[inward + 1].Length == 1 && text[inward + 2].IsNumber
            && text[inward + 2].Length == 1 && text.Touches(inward + 1);
        return isCanadian ? Found(text, i, inward + 2) : 0;
    }

    // The cue, with nothing between it and the code but small words and signs.
    private static bool HasCue(in ScanContext text, int i)
    {
        text.Spend(CueReach);
        for (var at = i - 1; at >= 0 && at >= i - CueReach; at--)
        {
            if (text[at].Is(WordClass.PostcodeCue))
                return true;
            if (!text[at].Is(WordClass.Filler | WordClass.Joiner) && text[at].Symbol is not (':' or '=' or '-' or '"' or '\'' or '#'))
                return false;
        }

        return false;
    }

    private static bool IsUpper(in ScanContext text, int i) => text.Chars(i).IndexOfAnyExceptInRange('A', 'Z') < 0;

    private static int Found(in ScanContext text, int first, int last)
    {
        if (text.Touches(last) && (text[last + 1].IsWord || text[last + 1].Symbol is '_' or '@' or '%'))
            return 0;

        text.Add(first, last, SensitiveKind.ZipCode);
        return last + 1;
    }
}
