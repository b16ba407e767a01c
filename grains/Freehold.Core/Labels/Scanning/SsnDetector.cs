namespace Freehold.Core.Labels.Scanning;

/// <summary>US social security numbers and, in the same form, individual taxpayer numbers; without the ranges that are never issued.</summary>
internal static class SsnDetector
{
    private const int CueReach = 12;

    /// <summary>The token after the number that begins here, or 0.</summary>
    public static int At(in ScanContext text, int i)
    {
        if (i > 0 && text.Touches(i - 1) && (text[i - 1].IsWord || text[i - 1].Symbol is '-' or '.' or '+' or '/'))
            return 0;

        var end = text[i].Length == 9 ? Together(text, i) : InGroups(text, i);
        if (end > 0)
            text.Add(i, end - 1, SensitiveKind.UsSsn);
        return end;
    }

    private static int InGroups(in ScanContext text, int i)
    {
        if (text[i].Length != 3)
            return 0;

        var hasSigns = text[i + 1].Symbol is '-' or '.';
        var (group, serial) = hasSigns ? (i + 2, i + 4) : (i + 1, i + 2);
        if (text[group].Length != 2 || text[serial].Length != 4 || !text.Near(i) || !text.Near(group) || hasSigns && text[i + 3].Symbol != text[i + 1].Symbol)
            return 0;
        if (text.Touches(serial) && (text[serial + 1].IsWord || text[serial + 1].Symbol is '-' or '/' && text[serial + 2].IsNumber))
            return 0;

        var isValid = IsIssued(text.Value(i), text.Value(group), text.Value(serial));
        return isValid && (text[i + 1].Is('-') || text.Before(i, WordClass.SsnCue, CueReach)) ? serial + 1 : 0;
    }

    private static int Together(in ScanContext text, int i)
    {
        var value = text.Value(i);
        return text.Before(i, WordClass.SsnCue, CueReach) && IsIssued(value / 1_000_000, value / 10_000 % 100, value % 10_000) ? i + 1 : 0;
    }

    // SSA: no area 000, 666; groups and serials from 1. Areas from 900 are taxpayer numbers (ITIN) with their own groups.
    private static bool IsIssued(int area, int group, int serial) =>
        area is > 0 and not 666 && group > 0 && serial > 0 && (area < 900 || group is >= 50 and <= 65 or >= 70 and <= 88 or >= 90 and <= 92 or >= 94);
}
