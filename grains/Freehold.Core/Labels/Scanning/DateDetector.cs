namespace Freehold.Core.Labels.Scanning;

/// <summary>Dates in figures (ISO 8601, day or month first, any of - / .) and with the names of months and weekdays, with a time of day.</summary>
internal static class DateDetector
{
    /// <summary>The token after the date that begins at a number, or 0.</summary>
    public static int AtNumber(in ScanContext text, int i)
    {
        var end = Figures(text, i);
        if (end == 0)
            end = DayFirst(text, i);
        return end == 0 ? 0 : Found(text, i, end);
    }

    /// <summary>The token after the date that begins at the name of a month or weekday, or 0.</summary>
    public static int AtWord(in ScanContext text, int i)
    {
        var token = text[i];
        if (token.Is(WordClass.Weekday | WordClass.WeakWeekday) && AfterWeekday(text, i) is > 0 and var weekday)
            return weekday;
        if (!token.Is(WordClass.Month | WordClass.WeakMonth))
            return 0;
        if (MonthFirst(text, i) is > 0 and var end)
            return Found(text, i, end);

        // A month alone, where its name is nothing else.
        var isAlone = token.Is(WordClass.Month) && !token.Is(WordClass.WeakMonth) && token.Length > 4 && char.IsUpper(text.Text[token.Start]);
        return isAlone ? Found(text, i, i + 1) : 0;
    }

    private static int AfterWeekday(in ScanContext text, int i)
    {
        var next = i + 1;
        if (text[next].Is('.') && text.Touches(i))
            next++;
        if (text[next].Is(','))
            next++;
        if (text[next].Is(WordClass.Joiner))
            next++;

        var end = text[next].IsNumber ? Figures(text, next) is > 0 and var figures ? figures : DayFirst(text, next) : MonthFirst(text, next);
        if (end > 0)
            return Found(text, i, end);
        return text[i].Is(WordClass.Weekday) ? Found(text, i, i + 1) : 0;
    }

    private static int Found(in ScanContext text, int first, int end)
    {
        end = WithTime(text, end);
        text.Add(first, end - 1, SensitiveKind.DateTime);
        return end;
    }

    private static int WithTime(in ScanContext text, int end)
    {
        if (!text.Near(end - 1))
            return end;

        var time = text[end].Is(',') || text.Says(end, "t") || text[end].Is(WordClass.TimeCue) ? end + 1 : end;
        return text[time].IsNumber && text.Near(time - 1) && ClockDetector.Read(text, time, out _) is > 0 and var after ? after : end;
    }

    // 2000-04-16, 16.4.2000, 4/16/00, 2000/04: three numbers, or a year and a month, with the same sign between them.
    private static int Figures(in ScanContext text, int i)
    {
        var sign = text[i + 1].Symbol;
        if (sign is not ('-' or '/' or '.') || text[i].Length > 4 || !text.Touches(i) || !text.Touches(i + 1) || !text[i + 2].IsNumber)
            return 0;
        if (i > 0 && text.Touches(i - 1) && (text[i - 1].IsWord || text[i - 1].Symbol is '-' or '/' or '.' or '$'))
            return 0;

        text.Spend(6);
        var isThree = text[i + 3].Is(sign) && text[i + 4].IsNumber && text.Touches(i + 2) && text.Touches(i + 3);
        var end = isThree ? i + 5 : i + 3;
        if (text[end].Symbol is '-' or '/' or '.' or '%' && text.Touches(end - 1) && text[end + 1].IsNumber && text.Touches(end))
            return 0;
        if (text[end].IsWord && text.Touches(end - 1) && !text.Says(end, "t"))
            return 0;
        return (isThree ? IsDate(text, i, i + 2, i + 4) : IsYearAndMonth(text, i, i + 2, sign)) ? end : 0;
    }

    private static bool IsDate(in ScanContext text, int a, int b, int c)
    {
        if (IsYear(text, a))
            return IsMonth(text, b) && IsDay(text, c) && text[c].Length == text[b].Length || IsMonth(text, b) && IsDay(text, c);
        return (IsYear(text, c) || text[c].Length == 2 && text[a].Symbol != '.')
            && (IsDay(text, a) && IsMonth(text, b) || IsMonth(text, a) && IsDay(text, b));
    }

    // 04/2027 on a card, 2000-04: never with a dot, which is a decimal point.
    private static bool IsYearAndMonth(in ScanContext text, int a, int b, char sign) =>
        sign != '.' && (IsYear(text, a) && text[b].Length == 2 && IsMonth(text, b) || sign == '/' && IsMonth(text, a) && IsYear(text, b));

    // 16 April 2000, 16th of April, 16. April 2000, 16 de abril de 2000, 16-Apr-2000.
    private static int DayFirst(in ScanContext text, int i)
    {
        if (!IsDay(text, i))
            return 0;

        text.Spend(8);
        var next = i + 1;
        if (text[next].Is(WordClass.OrdinalSuffix) && text.Touches(i) || text[next].Is('.') && text.Touches(i))
            next++;
        if (text[next].Is('-') || text[next].Is('/') || text[next].Is(WordClass.Joiner))
            next++;
        if (!text[next].Is(WordClass.Month | WordClass.WeakMonth) || !text.Near(next - 1))
            return 0;

        var end = WithYear(text, next + 1);
        var isWeak = text[next].Is(WordClass.WeakMonth) && end == next + 1 && !char.IsUpper(text.Text[text[next].Start]);
        return isWeak ? 0 : end;
    }

    // April 16, 2000; April 16th; April 2000.
    private static int MonthFirst(in ScanContext text, int i)
    {
        if (!text[i].Is(WordClass.Month | WordClass.WeakMonth))
            return 0;

        text.Spend(8);
        var next = i + 1;
        if (text[next].Symbol is '.' or '-' or '/' && text.Touches(i))
            next++;
        if (text[next].Is(WordClass.Joiner) || text.Says(next, "the"))
            next++;
        if (!text.Near(next - 1))
            return 0;
        if (IsYear(text, next))
            return next + 1;
        if (!IsDay(text, next) || !char.IsUpper(text.Text[text[i].Start]))
            return 0;

        next++;
        if (text[next].Is(WordClass.OrdinalSuffix) && text.Touches(next - 1))
            next++;
        return WithYear(text, next);
    }

    private static int WithYear(in ScanContext text, int end)
    {
        var year = end;
        if (text[year].Symbol is '.' or ',' or '-' or '/' or '\'')
            year++;
        if (text[year].Is(WordClass.Joiner))
            year++;

        var isShort = year > end && text[year].Length == 2 && text[year - 1].Symbol is '-' or '/' or '\'';
        return (IsYear(text, year) || isShort && text[year].IsNumber) && text.Near(year - 1) ? year + 1 : end;
    }

    private static bool IsDay(in ScanContext text, int i) => text[i].Length <= 2 && text.Value(i) is >= 1 and <= 31;

    private static bool IsMonth(in ScanContext text, int i) => text[i].Length <= 2 && text.Value(i) is >= 1 and <= 12;

    private static bool IsYear(in ScanContext text, int i) => text[i].Length == 4 && text.Value(i) is >= 1000 and <= 2999;
}
