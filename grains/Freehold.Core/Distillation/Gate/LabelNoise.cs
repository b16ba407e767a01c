using Freehold.Core.Distillation.Evaluation;

namespace Freehold.Core.Distillation.Gate;

/// <summary>
/// How often the teacher is wrong, as far as that can be told: a student that is measured by the teacher's answers looks wrong wherever the
/// teacher errs, and the better it is the more so.
/// </summary>
/// <remarks>
/// <para>
/// Where feedback vouched for or corrected enough of the teacher's answers, its errors are counted. Else they are estimated at anchor
/// points: where the student is surest it is hardly ever wrong, so that what it disagrees with there is the teacher's error (the anchor
/// points of Patrini, Rozza, Menon, Nock and Qu, "Making Deep Neural Networks Robust to Label Noise", CVPR 2017; confident learning,
/// Northcutt, Jiang and Chuang, JAIR 2021). A training that predicts its examples in turn, by parts that have not seen them, knows many
/// more of them than the calibration part has; the larger of the two tells.
/// </para>
/// <para>
/// A student's own confident errors look the same. Three things keep that small: the lower confidence bound is taken, which makes both the
/// teacher look better and the student look worse than they are; the option <see cref="GateOptions.MaxLabelNoise"/> caps it; and the gate
/// asks that the student beats the most frequent answer, which a student that learned nothing does not.
/// </para>
/// <para>With noise e and errors of the two that do not depend on each other, a student that is right with p agrees with <c>p (1 -
/// e)</c>.</para>
/// </remarks>
public static class LabelNoise
{
    /// <summary>With fewer verified answers, or anchors, nothing is concluded from them.</summary>
    public const int MinAnswers = 50;

    /// <summary>The part of the examples, the surest first, that is taken for anchors.</summary>
    public const double AnchorShare = 0.2;

    private const double Confidence = 0.95;

    /// <summary>The share of the teacher's answers that is taken to be wrong.</summary>
    /// <param name="input">Answers on examples that the student was not trained on, and what feedback said of the teacher's.</param>
    /// <param name="options">The cap.</param>
    public static NoiseEstimate Estimate(GateInput input, GateOptions options)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(options);
        var (wrong, answers) = input.TeacherVerified >= MinAnswers ? (input.TeacherWrong, input.TeacherVerified) : CountAtAnchors(input);
        var most = Math.Max(0, options.MaxLabelNoise);
        return answers < MinAnswers
            ? default
            : new(Math.Min(WilsonInterval.Of(wrong, answers, Confidence).Lower, most), Math.Min(wrong / answers, most));
    }

    private static (double Disagreements, int Anchors) CountAtAnchors(GateInput input)
    {
        var answered = input.Calibration.Where(example => !example.IsVerified && !example.IsOutOfScope).ToArray();
        var anchors = answered
            .OrderByDescending(example => example.Probability)
            .ThenBy(example => example.Id, StringComparer.Ordinal)
            .Take(Math.Max(MinAnswers, (int)(answered.Length * AnchorShare)))
            .ToArray();
        return input.TrainingAnchors > anchors.Length
            ? (input.TrainingAnchorDisagreements, input.TrainingAnchors)
            : (anchors.Sum(anchor => 1 - ServedAnswers.Score(anchor.StudentScore)), anchors.Length);
    }
}

/// <summary>How often the teacher is wrong: 0 to <see cref="GateOptions.MaxLabelNoise"/>.</summary>
/// <param name="Lower">The lower confidence bound: for what has to be shown.</param>
/// <param name="Value">The estimate itself: for what is only to be chosen well.</param>
public readonly record struct NoiseEstimate(double Lower, double Value);
