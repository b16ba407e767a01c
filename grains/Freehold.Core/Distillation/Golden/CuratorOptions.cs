using Freehold.Core.Policies;

namespace Freehold.Core.Distillation.Golden;

/// <summary>How a golden set is made.</summary>
public sealed record CuratorOptions
{
    /// <summary>What kind of answers the workload has.</summary>
    /// <value>Default: classification.</value>
    public DistillTask Task { get; init; }

    /// <summary>The closed set of answers, <see cref="OutOfScope"/> among them or not; empty: those that are seen.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>The answer that means 'none of the classes'; null where there is none.</summary>
    public string? OutOfScope { get; init; }

    /// <summary>What makes an answer one to learn from; any of these does, and a single objection is enough against it.</summary>
    /// <value>Default: feedback.</value>
    public AcceptedEvidence Accept { get; init; } = AcceptedEvidence.Feedback;

    /// <summary>
    /// Scores from here on accept an answer, scores below <c>1 - AcceptScore</c> or one half, whichever is less, reject it.
    /// </summary>
    /// <value>0.5 to 1. Default 0.7.</value>
    public double AcceptScore { get; init; } = 0.7;

    /// <summary>What becomes of an exchange with personal data that is still found in it.</summary>
    /// <value>Default: it is removed.</value>
    public PersonalDataInTraining PersonalData { get; init; }

    /// <summary>Share of the distinct prompts that is kept for the gate.</summary>
    /// <value>0.01 to 0.4. Default 0.1; see <see cref="ShareFor"/>.</value>
    public double EvalShare { get; init; } = 0.1;

    /// <summary>Share of the distinct prompts that the serving threshold is chosen by.</summary>
    /// <value>0.01 to 0.4. Default 0.1.</value>
    public double CalibrationShare { get; init; } = 0.1;

    /// <summary>
    /// Prompts whose shingles (runs of five characters) are alike to this degree (Jaccard's coefficient) are nearly the same.
    /// </summary>
    /// <value>0.5 to 1. Default 0.8.</value>
    public double NearDuplicate { get; init; } = 0.8;

    /// <summary>Most examples of a group of prompts that are nearly the same in the training part; more teach nothing new.</summary>
    /// <value>Default 4.</value>
    public int MaxPerGroup { get; init; } = 4;

    /// <summary>Classes with fewer training examples cannot be learned: they are left to the teacher, and reported.</summary>
    /// <value>Default 5.</value>
    public int MinPerClass { get; init; } = 5;

    /// <summary>Most training examples of a class.</summary>
    /// <value>Default 2,000.</value>
    public int MaxPerClass { get; init; } = 2_000;

    /// <summary>Most examples of the calibration part, and most of the eval part.</summary>
    /// <value>Default 5,000.</value>
    public int MaxHeldOut { get; init; } = 5_000;

    /// <summary>Prompts of eval sets of other origin: nothing equal or nearly equal to them is trained on.</summary>
    public IReadOnlyList<string> HeldOutPrompts { get; init; } = [];

    /// <summary>
    /// The share to hold out where the first student is trained on so many examples, so that even then the gate has about 100 to look at, and the student
    /// of a large set nearly all to learn from: it must stay the same for the life of a workload, or what was trained on could be measured by.
    /// </summary>
    public static double ShareFor(int minExamples) => Math.Clamp(100.0 / Math.Max(1, minExamples), 0.035, 0.25);
}
