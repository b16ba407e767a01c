using Freehold.Core.Calibration;

namespace Freehold.Core.Distillation.Gate;

/// <summary>
/// Chooses from which probability on a student's answer is served, on examples of their own: those of the calibration part.
/// </summary>
/// <remarks>
/// <para>The least probability, and so the most coverage, at which all of this holds:</para>
/// <list type="number">
/// <item>All that is served together is right at least as often as the teacher less the margin: tested exactly, threshold by threshold,
/// with
/// <see cref="RiskTable"/> (Learn then Test: Angelopoulos, Bates, Candès, Jordan and Lei 2021).</item>
/// <item>What is served right at the threshold is, as far as can be told (<see cref="ProbabilityFit"/>), not worse than the teacher by
/// more than <see cref="GateOptions.LocalMargin"/>: else the surest answers would pay for ones which the teacher would better give (the
/// rule of Chow, "On optimum recognition error and reject tradeoff", IEEE Trans. Inf. Theory 1970, with the saved call for the cost of a
/// rejection). It is what keeps the served answers as a whole better than the teacher's.</item>
/// <item>Of the examples that are out of scope, no more than permitted are served.</item>
/// </list>
/// <para>
/// Where the teacher's answers are the reference, both are measured by agreement, whose ceiling is not 1: a teacher that is right with a
/// asks for
/// <c>a (a - margin)</c>; see <see cref="LabelNoise"/>.
/// </para>
/// </remarks>
public static class ServingThreshold
{
    /// <summary>Where no probability keeps the promises: nothing is served.</summary>
    public const double Never = 2;

    /// <summary>Of fewer answers no test says anything.</summary>
    private const int MinKept = 40;

    /// <summary>The threshold; <see cref="Never"/> where there is none.</summary>
    /// <param name="calibration">The student's answers on examples that it was not trained on.</param>
    /// <param name="labelNoise">Share of the teacher's answers that is taken to be wrong.</param>
    /// <param name="options">The promises.</param>
    public static double Choose(IReadOnlyList<EvalCase> calibration, NoiseEstimate labelNoise, GateOptions options)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        ArgumentNullException.ThrowIfNull(options);
        var answered = calibration.Where(example => !example.IsOutOfScope && example.Probability is >= 0 and <= 1)
            .OrderByDescending(example => example.Probability)
            .ThenBy(example => example.Id, StringComparer.Ordinal)
            .ToArray();
        if (answered.Length == 0)
        {
            return Never;
        }

        var target = answered.Average(example => TargetOf(example, labelNoise.Lower, options.Margin));

        // Agreement leaves little room above its target, so each sequence starts where much is kept and the test can tell.
        ReadOnlySpan<int> starts = [Math.Max(MinKept, answered.Length / 4), Math.Max(MinKept, answered.Length / 2)];
        var tested = CountByThreshold(answered).LeastScore(target, options.ThresholdDelta, double.NegativeInfinity, starts);
        var local = LeastLocal(answered, labelNoise.Value, options.LocalMargin);
        var outOfScope = LeastOutOfScope(calibration, options.MinOutOfScopeRecall);
        var least = Math.Max(Math.Max(tested, local), outOfScope);
        return least <= 1 ? Math.Max(0, least) : Never;
    }

    /// <summary>The mean score that answers to this example have to have.</summary>
    private static double TargetOf(EvalCase example, double labelNoise, double margin)
    {
        var teacher = example.IsVerified ? ServedAnswers.Score(example.TeacherScore) : 1 - labelNoise;
        return Math.Max(0, teacher - margin) * (example.IsVerified ? 1 : 1 - labelNoise);
    }

    /// <summary>
    /// Counts at thresholds that split the examples into equal parts: by their probabilities alone, so that the tests stay exact.
    /// </summary>
    private static RiskTable CountByThreshold(EvalCase[] answered)
    {
        var (thresholds, kept, right) = (new List<float>(), new List<int>(), new List<int>());
        var sum = 0;
        for (var i = 0; i < answered.Length; i++)
        {
            sum += IsRight(answered[i]) ? 1 : 0;
            var part = (long)(i + 1) * RiskTable.MaxThresholds / answered.Length;
            var isLastOfPart = part != (long)i * RiskTable.MaxThresholds / answered.Length;
            var next = i + 1 < answered.Length ? (float)answered[i + 1].Probability : float.NegativeInfinity;

            // A threshold keeps all that are equally sure, or it would keep some of them by chance.
            if (isLastOfPart && next < (float)answered[i].Probability)
            {
                thresholds.Add((float)answered[i].Probability);
                kept.Add(i + 1);
                right.Add(sum);
            }
        }

        return new RiskTable([.. thresholds], [.. kept], [.. right]);
    }

    /// <summary>The least probability at which answers are as often right as the teacher's, less the margin.</summary>
    private static double LeastLocal(EvalCase[] answered, double labelNoise, double margin)
    {
        var fit = ProbabilityFit.Of(Array.ConvertAll(
            answered, example => (example.Probability, ServedAnswers.Score(example.StudentScore), example.IsVerified ? 1 : 1 - labelNoise)));
        var teacher = answered.Average(example => example.IsVerified ? ServedAnswers.Score(example.TeacherScore) : 1 - labelNoise);
        return fit.LeastAt(teacher - margin);
    }

    /// <summary>
    /// The least probability that enough of the out-of-scope examples do not reach; negative infinity where there are none.
    /// </summary>
    private static double LeastOutOfScope(IReadOnlyList<EvalCase> calibration, double minRecall)
    {
        var examples = calibration.Where(example => example.ShouldEscalate).ToArray();
        var served = examples.Where(example => !example.IsOutOfScope).Select(example => example.Probability).OrderDescending().ToArray();
        var permitted = (int)Math.Round((1 - minRecall) * examples.Length);
        return served.Length > permitted ? Math.BitIncrement(served[permitted]) : double.NegativeInfinity;
    }

    /// <summary>Scores between 0 and 1, as a judge's, count as right from one half on.</summary>
    private static bool IsRight(EvalCase example) => ServedAnswers.Score(example.StudentScore) >= 0.5;
}
