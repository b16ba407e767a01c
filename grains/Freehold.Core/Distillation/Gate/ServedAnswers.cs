namespace Freehold.Core.Distillation.Gate;

/// <summary>What would go out for an example, and what it is worth, with the teacher's errors accounted for.</summary>
/// <param name="ServeAt">The student serves answers of which it is at least so sure.</param>
/// <param name="LabelNoise">Share of the teacher's answers that is taken to be wrong.</param>
internal readonly record struct ServedAnswers(double ServeAt, double LabelNoise)
{
    /// <summary>True where the student's answer goes out.</summary>
    public bool Serves(EvalCase example) => !example.IsOutOfScope && example.Probability >= ServeAt;

    /// <summary>How often the teacher is right there.</summary>
    public double Teacher(EvalCase example) => example.IsVerified ? Score(example.TeacherScore) : 1 - LabelNoise;

    /// <summary>How often what goes out is right: the student's answer where it serves, else the teacher's.</summary>
    public double Combined(EvalCase example) => Serves(example) ? Student(example, example.StudentScore) : Teacher(example);

    /// <summary>The same for the current student.</summary>
    public double Current(EvalCase example) => example.CurrentScore is { } score ? Student(example, score) : Teacher(example);

    /// <summary>A score as it may be counted.</summary>
    public static double Score(double given) => double.IsNaN(given) ? 0 : Math.Clamp(given, 0, 1);

    // Of agreement p (1 - e), p is the part that is right; above 1 for a single example, and not for their mean.
    private double Student(EvalCase example, double score) => example.IsVerified ? Score(score) : Score(score) / (1 - LabelNoise);
}
