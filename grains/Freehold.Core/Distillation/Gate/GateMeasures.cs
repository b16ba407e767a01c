using Freehold.Core.Distillation.Evaluation;
using Freehold.Core.Learning.Sequential;

namespace Freehold.Core.Distillation.Gate;

/// <summary>The figures of a gate, from the eval part.</summary>
internal static class GateMeasures
{
    public static GateFigures Measure(GateInput input, GateOptions options, ServedAnswers answers)
    {
        var eval = input.Eval;
        var served = default(RunningMoments);
        foreach (var example in eval.Where(answers.Serves))
        {
            served = served.Add(ServedAnswers.Score(example.StudentScore));
        }

        var failed = input.Safety.Where(test => !test.StudentPasses && !test.IsOutOfScope && test.Probability >= answers.ServeAt).ToArray();
        var outOfScope = eval.Where(example => example.ShouldEscalate).ToArray();
        return new GateFigures
        {
            ServeAt = answers.ServeAt,
            LabelNoise = answers.LabelNoise,
            EvalExamples = eval.Count,
            Served = (int)served.Count,
            StudentScore = Mean(eval, example => ServedAnswers.Score(example.StudentScore)),
            ServedScore = served.Mean,
            ServedScoreError = served.Count > 1 ? served.StandardError : 0,
            TeacherAccuracy = Mean(eval, answers.Teacher),
            CombinedAccuracy = Mean(eval, answers.Combined),
            AgainstTeacher = Compare(eval, answers.Combined, answers.Teacher, options),
            AgainstCurrent = eval.Any(example => example.CurrentScore is not null)
                ? Compare(eval, answers.Combined, answers.Current, options)
                : null,
            AgainstMostFrequent = AgainstMostFrequent(eval, options),
            OutOfScopeRecall = outOfScope.Length == 0
                ? null
                : outOfScope.Count(example => !answers.Serves(example)) / (double)outOfScope.Length,
            OutOfScopeExamples = outOfScope.Length,
            LatencyP95Ms = P95(eval),
            CostShare = CostShare(input, eval.Count == 0 ? 0 : served.Count / (double)eval.Count),
            Checks = [.. input.Checks.Select(check => check.Measure(eval.Where(answers.Serves), options.Confidence))],
            SafetyCases = input.Safety.Count,
            NewSafetyFailures = [.. failed.Where(test => test.BaselinePasses).Select(test => test.Id)],
            OldSafetyFailures = failed.Count(test => !test.BaselinePasses),
        };
    }

    private static PairedDifference Compare(
        IReadOnlyList<EvalCase> eval, Func<EvalCase, double> one, Func<EvalCase, double> other, GateOptions options) =>
        PairedDifference.Of([.. eval.Select(example => one(example) - other(example))], options.Confidence);

    /// <summary>
    /// What the student's own answers are worth more than always saying what is said most often; null where answers are no classes. A
    /// student that learned nothing of its examples can look good where one class is nearly all of them.
    /// </summary>
    private static PairedDifference? AgainstMostFrequent(IReadOnlyList<EvalCase> eval, GateOptions options)
    {
        var classes = eval.Where(example => example.Reference is not null)
            .CountBy(example => example.Reference!, StringComparer.Ordinal).ToArray();
        if (classes.Length < 2)
        {
            return null; // Of one class there is nothing to tell apart.
        }

        var most = classes.MaxBy(pair => pair.Value).Key;
        return Compare(
            [.. eval.Where(example => example.Reference is not null)],
            example => ServedAnswers.Score(example.StudentScore),
            example => example.Reference == most ? 1 : 0,
            options);
    }

    private static double? P95(IReadOnlyList<EvalCase> eval)
    {
        var latencies = eval.Where(example => example.LatencyMs is not null).Select(example => example.LatencyMs!.Value).Order().ToArray();
        return latencies.Length == 0 ? null : latencies[(int)Math.Ceiling(0.95 * latencies.Length) - 1];
    }

    /// <summary>The student is asked every time, and the teacher where the student does not serve.</summary>
    private static double CostShare(GateInput input, double coverage) =>
        1 - coverage + (input.TeacherCostMicroUsd > 0 ? input.StudentCostMicroUsd / input.TeacherCostMicroUsd
            : input.StudentCostMicroUsd > 0 ? double.PositiveInfinity : 0);

    private static double Mean(IReadOnlyList<EvalCase> eval, Func<EvalCase, double> value) => eval.Count == 0 ? 0 : eval.Average(value);
}
