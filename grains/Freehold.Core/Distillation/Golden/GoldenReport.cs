namespace Freehold.Core.Distillation.Golden;

/// <summary>What a golden set holds and what was left out of it, and why. Holds no text of any prompt.</summary>
public sealed record GoldenReport
{
    /// <summary>Candidates that were looked at.</summary>
    public required int Candidates { get; init; }

    /// <summary>Examples in the training, calibration and eval part.</summary>
    public required int Train { get; init; }

    /// <inheritdoc cref="Train"/>
    public required int Calibration { get; init; }

    /// <inheritdoc cref="Train"/>
    public required int Eval { get; init; }

    /// <summary>Examples that feedback vouches for.</summary>
    public required int Verified { get; init; }

    /// <summary>Verified examples whose teacher's answer was wrong.</summary>
    public required int Corrected { get; init; }

    /// <summary>What was dropped, by reason, in the order of <see cref="DropReason"/>.</summary>
    public required IReadOnlyList<DroppedCandidates> Dropped { get; init; }

    /// <summary>Counts by class, the largest first; none where answers are no classes.</summary>
    public required IReadOnlyList<ClassCount> Classes { get; init; }

    /// <summary>Classes with too few examples to be learned.</summary>
    public required IReadOnlyList<string> RareClasses { get; init; }

    /// <summary>Candidates that are in some part, themselves or merged into another.</summary>
    public int Kept => Candidates - Dropped.Sum(dropped => dropped.Count);
}

/// <summary>Why a candidate is not in the set.</summary>
public enum DropReason
{
    /// <summary>Policy or label forbid training on it.</summary>
    NotPermitted = 0,

    /// <summary>No teacher gave the answer.</summary>
    NotByTeacher = 1,

    /// <summary>Prompt or answer is empty, or longer than the bound.</summary>
    Unusable = 2,

    /// <summary>Feedback, judge or rule object to the answer, and nobody put it right.</summary>
    Rejected = 3,

    /// <summary>Nothing that the policy counts speaks for the answer.</summary>
    NoEvidence = 4,

    /// <summary>The answer is none of the classes, or no JSON object.</summary>
    NotInForm = 5,

    /// <summary>It holds personal data or secrets, and the policy refuses such, or they could not be told.</summary>
    PersonalData = 6,

    /// <summary>The same prompt, or one nearly the same, has another answer that more speaks for, or as much.</summary>
    Contradiction = 7,

    /// <summary>Nearly the same as examples that are kept.</summary>
    NearDuplicate = 8,

    /// <summary>Equal or nearly equal to a prompt that is measured by: trained on, it would tell the student the answer.</summary>
    Leak = 9,

    /// <summary>Its class has too few examples to be learned.</summary>
    RareClass = 10,

    /// <summary>Its class, or the part, is full.</summary>
    Full = 11,
}

/// <summary>Candidates dropped for one reason.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Count">How many.</param>
/// <param name="Examples">Ids of a few of their outcomes.</param>
public sealed record DroppedCandidates(DropReason Reason, int Count, IReadOnlyList<string> Examples);

/// <summary>Examples of one class.</summary>
/// <param name="Class">Its name.</param>
/// <param name="Train">In the training part.</param>
/// <param name="Calibration">In the calibration part.</param>
/// <param name="Eval">In the eval part.</param>
public sealed record ClassCount(string Class, int Train, int Calibration, int Eval);
