using System.Globalization;
using System.Text;
using Freehold.Contracts.Distillation;
using Freehold.Core.Distillation.Gate;

namespace Freehold.Grains.Distillation;

/// <summary>A gate's report, for people.</summary>
internal static class GateReportText
{
    public static string Of(GateVerdict verdict, IReadOnlyList<GateMeasure> measures)
    {
        var figures = verdict.Figures;
        var text = new StringBuilder();
        Line(text, $"The gate {(verdict.Passed ? "lets the student through" : "stops the student")}.");
        foreach (var reason in verdict.Reasons)
        {
            Line(text, $"- {reason}");
        }

        Line(text, $"");
        Line(text, $"eval examples            {figures.EvalExamples}, of which served {figures.Served} ({figures.Coverage:P1})");
        Line(text, $"serves from              {figures.ServeAt:0.0000}");
        Line(text, $"score, all answers       {figures.StudentScore:0.0000}");
        Line(text, $"score, served answers    {figures.ServedScore:0.0000} +- {figures.ServedScoreError:0.0000}");
        Line(text, $"teacher is right         {figures.TeacherAccuracy:0.0000} (label noise {figures.LabelNoise:0.0000})");
        Line(text, $"together they are right  {figures.CombinedAccuracy:0.0000}");
        var gain = figures.AgainstTeacher;
        Line(text, $"gain over the teacher    {gain.Mean:+0.0000;-0.0000}, at least {gain.Lower:+0.0000;-0.0000}");
        if (figures.AgainstCurrent is { } current)
        {
            Line(text, $"gain over the current    {current.Mean:+0.0000;-0.0000}, at least {current.Lower:+0.0000;-0.0000}");
        }

        if (figures.OutOfScopeRecall is { } recall)
        {
            Line(text, $"out of scope found       {recall:P1}");
        }

        Line(text, $"latency p95              {(figures.LatencyP95Ms is { } latency ? $"{latency:0.###} ms" : "not measured")}");
        Line(text, $"cost                     {figures.CostShare:P1} of the teacher's alone");
        Line(text, $"safety cases             {figures.SafetyCases}: {figures.NewSafetyFailures.Count} fail that pass now, {figures.OldSafetyFailures} as now");
        foreach (var name in figures.NewSafetyFailures)
        {
            Line(text, $"  fails: {name}");
        }

        WriteMeasures(text, measures);
        return text.ToString();
    }

    private static void WriteMeasures(StringBuilder text, IReadOnlyList<GateMeasure> measures)
    {
        if (measures.Count > 0)
        {
            Line(text, $"");
            Line(text, $"answers to the eval part, served or not, with intervals of 95% confidence:");
        }

        foreach (var each in measures)
        {
            Line(text, $"{each.Of,-8} {each.Name,-15} {each.Value:0.0000}, {each.Lower:0.0000} to {each.Upper:0.0000}, of {each.Count}");
        }
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
