using System.Globalization;
using Freehold.Core.Distillation.Evaluation;

namespace Freehold.Core.Distillation.Gate;

/// <summary>One thing that a student has to show.</summary>
internal readonly record struct GateCheck(bool Passes, string Text);

/// <summary>Everything that a student has to show, held against the figures.</summary>
internal static class GateChecks
{
    /// <summary>Most cases that a check names.</summary>
    private const int MaxNames = 5;

    public static List<GateCheck> Of(GateInput input, GateOptions options, GateFigures figures)
    {
        var checks = new List<GateCheck>
        {
            Check(
                figures.EvalExamples >= options.MinEvalExamples,
                $"{figures.EvalExamples} eval examples of at least {options.MinEvalExamples}"),
            figures.ServeAt <= 1
                ? Check(true, $"answers from a probability of {figures.ServeAt:0.000} on are as good as the teacher's, less the margin")
                : Check(false, $"from no probability on are the student's answers shown to be as good as the teacher's, less the margin"),
            Check(
                figures.Coverage >= options.MinCoverage,
                $"serves {figures.Coverage:P1} of the requests, at least {options.MinCoverage:P1} are asked for"),
            NonInferior(figures.AgainstTeacher, "the teacher", options),
        };
        if (figures.AgainstCurrent is { } current)
        {
            checks.Add(NonInferior(current, "the current student", options));
        }

        if (figures.AgainstMostFrequent is { } gain)
        {
            checks.Add(Check(gain.Lower > 0, $"its own answers score {Signed(gain.Mean)} against the most frequent one, at least {Signed(gain.Lower)}"));
        }

        if (figures.OutOfScopeRecall is { } recall)
        {
            // Few examples prove little: it fails where they say that the recall is too low.
            var upper = WilsonInterval.Of(recall * figures.OutOfScopeExamples, figures.OutOfScopeExamples, options.Confidence).Upper;
            checks.Add(Check(
                upper >= options.MinOutOfScopeRecall,
                $"{recall:P1} of {figures.OutOfScopeExamples} out-of-scope examples go to the teacher, {options.MinOutOfScopeRecall:P1} are due"));
        }

        if (double.IsFinite(options.MaxLatencyMs))
        {
            checks.Add(figures.LatencyP95Ms is { } p95
                ? Check(p95 <= options.MaxLatencyMs, $"p95 of the latency is {p95:0.##} ms, {options.MaxLatencyMs:0.##} ms are allowed")
                : Check(false, $"the latency was not measured, {options.MaxLatencyMs:0.##} ms are allowed"));
        }

        checks.Add(Check(
            figures.CostShare <= options.MaxCostShare,
            $"costs {figures.CostShare:P1} of the teacher alone, {options.MaxCostShare:P1} are allowed"));
        if (input.Safety.Count > 0)
        {
            checks.Add(Check(
                figures.NewSafetyFailures.Count <= options.MaxNewSafetyFailures,
                $"{figures.NewSafetyFailures.Count} of {input.Safety.Count} safety cases fail that pass now, {options.MaxNewSafetyFailures} may{Named(figures.NewSafetyFailures)}"));
        }

        checks.AddRange(figures.Checks.Select(OfCheck));
        return checks;
    }

    private static GateCheck OfCheck(CheckFigure check) => check.Count == 0
        ? Check(false, $"the check '{check.Name}' was asked about no served answer: none is served, or the policy's zones let none go there")
        : Check(
            check.Lower >= check.MinPass,
            $"{check.Value:P1} of {check.Count} served answers pass the check '{check.Name}', at least {check.Lower:P1}; {check.MinPass:P1} are due");

    private static GateCheck NonInferior(PairedDifference gain, string against, GateOptions options) => Check(
        gain.Lower >= -options.Margin,
        $"what is served gains {Signed(gain.Mean)} on {against}, at least {Signed(gain.Lower)}; {Signed(-options.Margin)} is allowed");

    private static string Named(IReadOnlyList<string> names) => names.Count == 0
        ? ""
        : $": {string.Join(", ", names.Take(MaxNames))}{(names.Count > MaxNames ? ", ..." : "")}";

    private static string Signed(double value) => value.ToString("+0.0000;-0.0000", CultureInfo.InvariantCulture);

    private static GateCheck Check(bool passes, FormattableString text) => new(passes, text.ToString(CultureInfo.InvariantCulture));
}
