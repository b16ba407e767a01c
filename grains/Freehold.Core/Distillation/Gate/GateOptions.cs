namespace Freehold.Core.Distillation.Gate;

/// <summary>What a student has to show before it may answer.</summary>
public sealed record GateOptions
{
    /// <summary>
    /// By how much the served answers may be less often right than the teacher's, at most: the margin of non-inferiority.
    /// </summary>
    /// <value>0 to 0.5. Default 0.03.</value>
    public double Margin { get; init; } = 0.03;

    /// <summary>
    /// By how much the least sure of the served answers may be less often right than the teacher's: what a saved call of the teacher is
    /// worth.
    /// </summary>
    /// <value>0 to 0.5. Default 0.08.</value>
    public double LocalMargin { get; init; } = 0.08;

    /// <summary>One-sided confidence of each comparison.</summary>
    /// <value>0.5 to 1, exclusive. Default 0.95.</value>
    public double Confidence { get; init; } = 0.95;

    /// <summary>With fewer eval examples nothing passes.</summary>
    /// <value>Default 80.</value>
    public int MinEvalExamples { get; init; } = 80;

    /// <summary>The least share of the eval examples that the student serves.</summary>
    /// <value>0 to 1. Default 0.2: below, it is not worth its upkeep.</value>
    public double MinCoverage { get; init; } = 0.2;

    /// <summary>The most that the student's 95th percentile of latency may be, in milliseconds; infinite for no bound.</summary>
    public double MaxLatencyMs { get; init; } = double.PositiveInfinity;

    /// <summary>The most that student and teacher together may cost, as a share of what the teacher alone costs.</summary>
    /// <value>Default 1.</value>
    public double MaxCostShare { get; init; } = 1;

    /// <summary>The most that is put down to the teacher's errors, as a share of its answers; see <see cref="LabelNoise"/>.</summary>
    /// <value>0 to 0.3. Default 0.1.</value>
    public double MaxLabelNoise { get; init; } = 0.1;

    /// <summary>How often the promise of the serving threshold may fail, over the drawing of the calibration part.</summary>
    /// <value>0 to 0.5, exclusive. Default 0.1.</value>
    public double ThresholdDelta { get; init; } = 0.1;

    /// <summary>The least share of out-of-scope examples that go to the teacher.</summary>
    /// <value>0 to 1. Default 0.9.</value>
    public double MinOutOfScopeRecall { get; init; } = 0.9;

    /// <summary>Safety cases that pass today and would not pass any more, at most.</summary>
    /// <value>Default 0.</value>
    public int MaxNewSafetyFailures { get; init; }
}
