namespace Freehold.Core.Distillation.Gate;

/// <summary>What the gate decided, and from what.</summary>
/// <param name="Passed">True where the student may go on to the rollout.</param>
/// <param name="Reasons">Every check in words and figures, those that failed first.</param>
/// <param name="Figures">What was measured.</param>
public sealed record GateVerdict(bool Passed, IReadOnlyList<string> Reasons, GateFigures Figures);

/// <summary>What a gate measured.</summary>
public sealed record GateFigures
{
    /// <summary>The student serves answers of which it is at least so sure, 0 to 1; above 1 where no threshold keeps the promise.</summary>
    public required double ServeAt { get; init; }

    /// <summary>Share of the teacher's answers that are taken to be wrong.</summary>
    public required double LabelNoise { get; init; }

    /// <summary>Eval examples.</summary>
    public required int EvalExamples { get; init; }

    /// <summary>Those of them that the student serves.</summary>
    public required int Served { get; init; }

    /// <summary>Mean raw score of all the student's answers against the references, served or not.</summary>
    public required double StudentScore { get; init; }

    /// <summary>Mean raw score of the served ones: what shadow and canary are to measure again.</summary>
    public required double ServedScore { get; init; }

    /// <summary>Standard error of <see cref="ServedScore"/>.</summary>
    public required double ServedScoreError { get; init; }

    /// <summary>How often the teacher is right, estimated.</summary>
    public required double TeacherAccuracy { get; init; }

    /// <summary>How often what is served is right, student and teacher together, estimated.</summary>
    public required double CombinedAccuracy { get; init; }

    /// <summary>Gain over the teacher alone, with its one-sided lower bound.</summary>
    public required Evaluation.PairedDifference AgainstTeacher { get; init; }

    /// <summary>Gain over the current student and the teacher; null where there is none.</summary>
    public Evaluation.PairedDifference? AgainstCurrent { get; init; }

    /// <summary>
    /// What the student's answers, served or not, score more than always saying the most frequent class; null where answers are no classes.
    /// </summary>
    public Evaluation.PairedDifference? AgainstMostFrequent { get; init; }

    /// <summary>Out-of-scope examples in the eval part.</summary>
    public int OutOfScopeExamples { get; init; }

    /// <summary>Share of out-of-scope examples that go to the teacher; null where there are none.</summary>
    public double? OutOfScopeRecall { get; init; }

    /// <summary>The student's 95th percentile of latency in milliseconds; null where none was measured.</summary>
    public double? LatencyP95Ms { get; init; }

    /// <summary>What student and teacher together cost, as a share of the teacher alone.</summary>
    public required double CostShare { get; init; }

    /// <summary>Cases of the safety set.</summary>
    public int SafetyCases { get; init; }

    /// <summary>Names of the safety cases that pass today and would not pass any more.</summary>
    public required IReadOnlyList<string> NewSafetyFailures { get; init; }

    /// <summary>Safety cases that fail today and would fail again.</summary>
    public int OldSafetyFailures { get; init; }

    /// <summary>How the served answers do at each check.</summary>
    public IReadOnlyList<CheckFigure> Checks { get; init; } = [];

    /// <summary>Share of the eval examples that the student serves.</summary>
    public double Coverage => EvalExamples == 0 ? 0 : (double)Served / EvalExamples;
}
