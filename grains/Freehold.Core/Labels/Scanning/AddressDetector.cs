namespace Freehold.Core.Labels.Scanning;

/// <summary>
/// Street addresses with a form: a number and a street's name with a word for street behind or in front of it, in one or two words; post
/// boxes; units; and the lines after them up to a postcode.
/// </summary>
internal static class AddressDetector
{
    private const int MostNameWords = 5, MostHouseDigits = 6;

    // Ends of one-word street names: German, Dutch, the Nordic languages, Estonian, Hungarian.
    private static readonly string[] StreetEndings =
        ["straße", "strasse", "gasse", "weg", "platz", "allee", "straat", "laan", "gracht", "kade", "plein", "gatan", "gata", "gränd", "vägen",
         "vej", "gade", "veien", "vegen", "katu", "kuja", "polku", "tie", "raitti", "tänav", "puiestee", "stræde", "stræti", "braut", "utca", "torget"];

    /// <summary>Adds the address that begins at a number, if there is one: 14 Crown Street, 25 rue de la Paix, 6750 Koskikatu 25.</summary>
    public static void AtNumber(in ScanContext text, int i)
    {
        if (StreetEnd(text, i) is > 0 and var end)
            text.Add(i, AddressTail.Extend(text, end) - 1, SensitiveKind.StreetAddress);
    }

    /// <summary>The token after the number and street that begin at a number, or 0.</summary>
    public static int StreetEnd(in ScanContext text, int i)
    {
        var isPart = i > 0 && text.Touches(i - 1) && text[i - 1].Symbol is not ('(' or '"' or '\'' or ',' or ':' or '>');
        if (!text[i].IsNumber || text[i].Length > MostHouseDigits || isPart)
            return 0;

        var name = i + 1;
        if (text[name].IsWord && text[name].Length == 1 && text.Touches(i) || text[name].Symbol is ',' && text[name + 1].Is(WordClass.StreetPrefix))
            name++;
        if (!text[name].IsWord && !(text[name].IsNumber && text[name + 1].Is(WordClass.OrdinalSuffix)) || !text.Near(name - 1))
            return 0;
        if (text[name].Is(WordClass.StreetPrefix) && PrefixedName(text, name) is > 0 and var prefixed)
            return WithHouseNumber(text, prefixed);
        if (SuffixedName(text, name) is > 0 and var suffixed)
            return suffixed;
        return IsStreetWord(text, name) ? WithHouseNumber(text, name + 1) : 0;
    }

    /// <summary>Adds the address that begins at a street's prefix, a post box or a unit.</summary>
    public static void AtWord(in ScanContext text, int i)
    {
        var end = 0;
        if (text[i].Is(WordClass.PostBox))
            end = PostBox(text, i);
        else if (text[i].Is(WordClass.UnitDesignator))
            end = AddressTail.Unit(text, i);
        else if (IsCapital(text, i) && PrefixedName(text, i) is > 0 and var name && WithHouseNumber(text, name) is var number && number > name)
            end = number;
        if (end == 0)
            return;

        var start = i >= 4 && text[i].Is(WordClass.PostBox) && text.Says(i - 4, "p") && text.Says(i - 2, "o") ? i - 4
            : text[i].Is(WordClass.PostBox) && text.Says(i - 1, "po") ? i - 1 : i;
        text.Add(start, AddressTail.Extend(text, end) - 1, SensitiveKind.StreetAddress);
    }

    /// <summary>Adds the address of a one-word street and its number, if the word at <paramref name="i"/> is such a street: Koskikatu 25.</summary>
    public static void AtStreetWord(in ScanContext text, int i)
    {
        if (IsStreetWord(text, i) && WithHouseNumber(text, i + 1) is var end && end > i + 1)
            text.Add(i, AddressTail.Extend(text, end) - 1, SensitiveKind.StreetAddress);
    }

    private static bool IsCapital(in ScanContext text, int i) => text[i].IsWord && char.IsUpper(text.Text[text[i].Start]);

    private static bool IsStreetWord(in ScanContext text, int i)
    {
        if (!IsCapital(text, i) || text[i].Length < 5)
            return false;

        text.Spend(StreetEndings.Length);
        foreach (var ending in StreetEndings)
        {
            if (text.Chars(i).EndsWith(ending, StringComparison.OrdinalIgnoreCase) && text[i].Length > ending.Length)
                return true;
        }

        return text[i + 1].Is('.') && text.Chars(i).EndsWith("str", StringComparison.OrdinalIgnoreCase);
    }

    // Crown Street, N 5th Ave., Martin Luther King Jr Blvd: the token after the last suffix within reach.
    private static int SuffixedName(in ScanContext text, int i)
    {
        var end = 0;
        for (var words = 0; words < MostNameWords && text.Near(i - 1); words++)
        {
            text.Spend(1);
            var isName = IsCapital(text, i) || text[i].Is(WordClass.Direction | WordClass.Joiner);
            if (words > 0 && text[i].Is(WordClass.StreetSuffix) && (IsCapital(text, i) || IsCapital(text, i - 1)))
                end = i + 1;
            else if (text[i].IsNumber && text[i + 1].Is(WordClass.OrdinalSuffix) && text.Touches(i))
                i++;
            else if (!isName)
                break;

            i++;
            if (text[i].Symbol is '.' or '\'' or '-' && text.Touches(i - 1) && text[i + 1].IsWord)
                i++;
        }

        if (end > 0 && text[end].Is('.') && text.Touches(end - 1))
            end++;
        return end > 0 && text[end].Is(WordClass.Direction) && text.Near(end - 1) && IsCapital(text, end) ? end + 1 : end;
    }

    // Rua do Arenque, Via Franscini, ul. Marszałkowska: the token after the name.
    private static int PrefixedName(in ScanContext text, int i)
    {
        var at = i + 1;
        if (text[at].Is('.') && text.Touches(i))
            at++;

        var (end, words) = (0, 0);
        while (words < MostNameWords && text.Near(at - 1) && (IsCapital(text, at) || text[at].Is(WordClass.Joiner) || text[at].Is('\'')))
        {
            text.Spend(1);
            if (IsCapital(text, at))
                end = at + 1;
            words += text[at].IsWord ? 1 : 0;
            at++;
        }

        return end;
    }

    // ", 12", " 12b", " n. 12"; where there is none the token given.
    private static int WithHouseNumber(in ScanContext text, int end)
    {
        var at = end;
        if (text[at].Symbol is ',' or '.' && text.Near(at - 1))
            at++;
        if (!text[at].IsNumber || text[at].Length > 4 || !text.Near(at - 1))
            return end;
        return text[at + 1].IsWord && text[at + 1].Length == 1 && text.Touches(at) ? at + 2 : at + 1;
    }

    // Box 123 with P.O., PSC or Postfach; PSC 6293, Box 8158.
    private static int PostBox(in ScanContext text, int i)
    {
        var number = text[i + 1].Symbol is '#' or '.' ? i + 2 : i + 1;
        if (!text[number].IsNumber || !text.Near(i))
            return 0;

        var isPostal = !text.Says(i, "box") || text.Says(i - 1, "po") || text.Says(i - 2, "o") && text.Says(i - 4, "p");
        if (!isPostal)
            return 0;
        return text[number + 1].Is(',') && text.Says(number + 2, "box") && text[number + 3].IsNumber ? number + 4 : number + 1;
    }
}
