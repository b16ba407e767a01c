namespace Freehold.Core.Distillation.Gate;

/// <summary>
/// Whether a student may go on to live traffic: only where its answers on examples that neither its training nor its threshold saw say,
/// with confidence, that what is served stays as good. What cannot be told does not pass.
/// </summary>
/// <remarks>
/// Judged is the system that would be in force: the student where it is sure enough, the teacher elsewhere. Each comparison is one of
/// non-inferiority on the same examples, at a one-sided confidence: the lower bound of the gain is not below minus the margin. All checks
/// have to pass, so the confidence of each is that of the whole (the intersection-union test of Berger 1982).
/// </remarks>
public static class StudentGate
{
    /// <summary>Decides. The same input gives the same verdict.</summary>
    public static GateVerdict Decide(GateInput input, GateOptions options)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(options);
        var noise = LabelNoise.Estimate(input, options);
        var answers = new ServedAnswers(ServingThreshold.Choose(input.Calibration, noise, options), noise.Lower);
        var figures = GateMeasures.Measure(input, options, answers);
        var checks = GateChecks.Of(input, options, figures);
        return new(
            checks.TrueForAll(check => check.Passes),
            [.. checks.OrderBy(check => check.Passes).Select(check => $"{(check.Passes ? "pass" : "fail")}: {check.Text}")],
            figures);
    }
}
