namespace Freehold.Core.Labels.Scanning;

/// <summary>Times of day: 11:34, 11:34:35.250, 5 pm, 17h30, with a zone.</summary>
internal static class ClockDetector
{
    /// <summary>The token after the time that begins at a number, or 0.</summary>
    public static int At(in ScanContext text, int i)
    {
        var end = Read(text, i, out var certain);
        if (end == 0 || !certain && !text.Before(i, WordClass.TimeCue, 1))
            return 0;

        text.Add(i, end - 1, SensitiveKind.DateTime);
        return end;
    }

    /// <summary>The token after a time of day, or 0; certain where its form leaves no doubt.</summary>
    public static int Read(in ScanContext text, int i, out bool certain)
    {
        text.Spend(4);
        var hour = text.Value(i);
        certain = false;
        if (hour is < 0 or > 24 || text[i].Length > 2)
            return 0;

        if (Meridiem(text, i + 1, i) is > 0 and var wholeHour)
        {
            certain = true;
            return wholeHour;
        }

        var isHour = text[i + 1].Is(':') || text.Says(i + 1, "h");
        if (!isHour || !text.Touches(i) || !text.Touches(i + 1) || text[i + 2].Length != 2 || text.Value(i + 2) is < 0 or > 59)
            return 0;

        var last = i + 2;
        certain = text[i].Length == 2;
        if (text[last + 1].Is(':') && text.Touches(last) && text.Touches(last + 1) && text[last + 2].Length == 2 && text.Value(last + 2) is >= 0 and <= 60)
        {
            certain = true;
            last += 2;
            if (text[last + 1].Symbol is '.' or ',' && text.Touches(last) && text.Touches(last + 1) && text[last + 2].IsNumber)
                last += 2;
        }

        if (text[last + 1].Is(':') && text.Touches(last))
            return 0;
        return Zone(text, Meridiem(text, last + 1, last) is > 0 and var after ? after : last + 1, ref certain);
    }

    // "pm", "p.m." after the number, or 0.
    private static int Meridiem(in ScanContext text, int i, int number)
    {
        if (!text.Near(number))
            return 0;
        if (text[i].Is(WordClass.Meridiem))
            return i + 1;
        return (text.Says(i, "a") || text.Says(i, "p")) && text[i + 1].Is('.') && text.Says(i + 2, "m") && text.Touches(i) && text.Touches(i + 1)
            ? text[i + 3].Is('.') && text.Touches(i + 2) ? i + 4 : i + 3
            : 0;
    }

    // Z, UTC, +02:00.
    private static int Zone(in ScanContext text, int i, ref bool certain)
    {
        if (text[i].Is(WordClass.TimeZone) && text.Near(i - 1))
        {
            certain = true;
            return i + 1;
        }

        if (text[i].Symbol is not ('+' or '-') || !text.Touches(i - 1) || !text.Touches(i) || text[i + 1].Length is not (2 or 4))
            return i;
        return text[i + 2].Is(':') && text[i + 3].Length == 2 && text.Touches(i + 1) && text.Touches(i + 2) ? i + 4 : i + 2;
    }
}
