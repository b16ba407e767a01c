namespace Freehold.Core.Labels.Scanning;

/// <summary>Ages of people, by the words around them: 74 years old, aged 74, 74-year-old, 74 y/o, turned 74, I'm 74.</summary>
internal static class AgeDetector
{
    private const int Oldest = 120, CueReach = 4;

    /// <summary>The token after the number of an age, or 0. The span is the number alone.</summary>
    public static int At(in ScanContext text, int i)
    {
        if (text[i].Length > 3 || text.Value(i) is not (>= 0 and <= Oldest) || i > 0 && text.Touches(i - 1) && (text[i - 1].IsWord || text[i - 1].Symbol is '.' or '$' or '/'))
            return 0;
        if (!IsFollowedByAge(text, i) && !IsAnnounced(text, i) && !IsSaidOfSomeone(text, i))
            return 0;

        text.Add(i, i, SensitiveKind.Age);
        return i + 1;
    }

    private static bool IsFollowedByAge(in ScanContext text, int i)
    {
        text.Spend(6);
        var next = text[i + 1].Is('-') ? i + 2 : i + 1;
        if (!text[next].Is(WordClass.AgeUnit))
            return false;
        if (text.Says(next, "yo") || text.Says(next, "jährige") || text.Says(next, "jähriger") || text.Says(next, "jährigen") || text.Says(next, "vuotias"))
            return true;
        if (text[next + 1].Symbol is '/' or '.' or '-' && text[next + 2].Is(WordClass.Old))
            return true;
        return text[next + 1].Is(WordClass.Old) || text.Says(next + 1, "of") && text.Says(next + 2, "age") || IsAnnounced(text, i);
    }

    // "aged 74", "Age: 74", "at the age of 74", "has just turned 74": only fillers between.
    private static bool IsAnnounced(in ScanContext text, int i)
    {
        if (text.Touches(i) && text[i + 1].Symbol is '%' or '/' or '.' && text[i + 2].IsNumber)
            return false;

        text.Spend(CueReach);
        for (var at = i - 1; at >= 0 && at >= i - CueReach; at--)
        {
            if (text[at].Is(WordClass.AgeCue))
                return !text[i + 1].Is(WordClass.Unit & ~WordClass.AgeUnit) || text[i + 1].Is(WordClass.AgeUnit);
            if (!text[at].Is(WordClass.Filler | WordClass.Joiner | WordClass.Being) && text[at].Symbol is not (':' or '=' or '-' or '"'))
                return false;
        }

        return false;
    }

    // "when he was 74.", "I'm 74 and": a being, and nothing counted.
    private static bool IsSaidOfSomeone(in ScanContext text, int i)
    {
        var being = i - 1;
        if (text.Says(being, "just") || text.Says(being, "only") || text.Says(being, "now") || text.Says(being, "already") || text.Says(being, "about"))
            being--;

        var subject = text[being - 1].Is('\'') ? being - 2 : being - 1;
        var isBeing = text[being].Is(WordClass.Being) && text[subject].Is(WordClass.LifeCue) && !text.Says(subject, "it");
        return isBeing && text[i].Length <= 2 && text.Value(i) >= 1
            && (text[i + 1].Kind == TokenKind.None || text[i + 1].Symbol is '.' or ',' or '!' or '?' or ';' or ')' && !text[i + 2].IsNumber
                || text.Says(i + 1, "and") || text.Says(i + 1, "or") || text.Says(i + 1, "when") || text.Says(i + 1, "now") || text.Says(i + 1, "but"));
    }
}
