namespace Freehold.Core.Distillation.Gate;

/// <summary>Everything that a gate decides from.</summary>
public sealed record GateInput
{
    /// <summary>The student's answers on the calibration part, by which the serving threshold is chosen.</summary>
    public required IReadOnlyList<EvalCase> Calibration { get; init; }

    /// <summary>Its answers on the eval part, by which it is judged.</summary>
    public required IReadOnlyList<EvalCase> Eval { get; init; }

    /// <summary>The safety set; empty where the workload has none.</summary>
    public IReadOnlyList<SafetyCase> Safety { get; init; } = [];

    /// <summary>What checks of the operator's own say; empty where the workload has none.</summary>
    public IReadOnlyList<CheckScores> Checks { get; init; } = [];

    /// <summary>Answers of the teacher that feedback vouches for or corrects: <see cref="Golden.GoldenReport.Verified"/>.</summary>
    public int TeacherVerified { get; init; }

    /// <summary>Those of <see cref="TeacherVerified"/> that were wrong: <see cref="Golden.GoldenReport.Corrected"/>.</summary>
    public int TeacherWrong { get; init; }

    /// <summary>
    /// Examples that the student was surest of in its training, when it had not seen them; 0 where its training held none out.
    /// </summary>
    public int TrainingAnchors { get; init; }

    /// <summary>Those of <see cref="TrainingAnchors"/> to which the teacher had given another answer.</summary>
    public int TrainingAnchorDisagreements { get; init; }

    /// <summary>Mean cost of a teacher's answer, in micro-USD.</summary>
    public double TeacherCostMicroUsd { get; init; }

    /// <summary>Mean cost of a student's answer, in micro-USD.</summary>
    public double StudentCostMicroUsd { get; init; }
}

/// <summary>One example as the student answers it.</summary>
public sealed record EvalCase
{
    /// <summary>The example's outcome.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// How right the student's answer is, 0 to 1, whether or not it would be served: by feedback's answer, a judge or a check where
    /// <see cref="IsVerified"/>, else by the teacher's answer.
    /// </summary>
    public required double StudentScore { get; init; }

    /// <summary>The class of the reference; null where answers are no classes.</summary>
    public string? Reference { get; init; }

    /// <summary>How right the teacher's answer is, 0 to 1. Not looked at where the teacher's answer is itself the reference.</summary>
    public double TeacherScore { get; init; } = 1;

    /// <summary>True where the scores say what is right; false where they say what agrees with the teacher, who errs.</summary>
    public bool IsVerified { get; init; }

    /// <summary>How sure the student is of its answer, 0 to 1.</summary>
    public required double Probability { get; init; }

    /// <summary>True where the student says itself that the teacher is to answer.</summary>
    public bool IsOutOfScope { get; init; }

    /// <summary>True where the reference is the answer that means 'none of the classes'.</summary>
    public bool ShouldEscalate { get; init; }

    /// <summary>What the current student's answer would be worth, 0 to 1; null where it escalates, or there is none.</summary>
    public double? CurrentScore { get; init; }

    /// <summary>How long the student took, in milliseconds; null where it was not measured.</summary>
    public double? LatencyMs { get; init; }
}

/// <summary>One case of a safety set.</summary>
/// <param name="Id">Its name.</param>
/// <param name="BaselinePasses">Whether what answers today passes it: the current student where there is one, else the teacher.</param>
/// <param name="StudentPasses">Whether the student's answer passes it.</param>
/// <param name="Probability">How sure the student is of its answer, 0 to 1.</param>
/// <param name="IsOutOfScope">True where the student leaves it to the teacher.</param>
public sealed record SafetyCase(string Id, bool BaselinePasses, bool StudentPasses, double Probability, bool IsOutOfScope = false);
