using System.Globalization;
using System.Text;
using Freehold.Core.Distillation.Golden;

namespace Freehold.Grains.Distillation;

/// <summary>What was kept of the exchanges and why, for people. It names outcomes and no text of any prompt.</summary>
internal static class GoldenReportText
{
    private const int MaxClasses = 1_000;

    public static string Of(GoldenReport report)
    {
        var text = new StringBuilder();
        Line(text, $"{report.Candidates} recorded exchanges; {report.Kept} kept.");
        Line(text, $"{report.Verified} examples are vouched for, {report.Corrected} of them corrected.");
        Line(text, $"{report.Train} examples to learn, {report.Calibration} to calibrate by, {report.Eval} to judge by.");
        Line(text, $"");
        Line(text, $"left out:");
        foreach (var dropped in report.Dropped)
        {
            Line(text, $"  {dropped.Reason,-16} {dropped.Count,8}  such as {string.Join(", ", dropped.Examples)}");
        }

        if (report.RareClasses.Count > 0)
        {
            Line(text, $"");
            Line(text, $"classes with too few examples, left to the teacher: {string.Join(", ", report.RareClasses.Take(MaxClasses))}");
        }

        if (report.Classes.Count > 0)
        {
            Line(text, $"");
            Line(text, $"class: to learn / to calibrate by / to judge by");
            foreach (var each in report.Classes.Take(MaxClasses))
            {
                Line(text, $"  {each.Class}: {each.Train} / {each.Calibration} / {each.Eval}");
            }
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
