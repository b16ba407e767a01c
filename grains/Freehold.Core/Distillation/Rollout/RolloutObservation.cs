namespace Freehold.Core.Distillation.Rollout;

/// <summary>What one request of the workload told of its student.</summary>
public sealed record RolloutObservation
{
    /// <summary>Who led it.</summary>
    public required RolloutArm Arm { get; init; }

    /// <summary>True where the student failed: an error or no answer in time. Leaving a request to the teacher is no failure.</summary>
    public bool Failed { get; init; }

    /// <summary>True where the student was sure enough that its answer went out, or would have.</summary>
    public bool WouldServe { get; init; }

    /// <summary>
    /// How far the student's answer agrees with the teacher's, 0 to 1, in the measure of the gate; null where there was nothing to compare.
    /// </summary>
    public double? Agreement { get; init; }

    /// <summary>How long the student took, in milliseconds; null where it was not asked.</summary>
    public double? LatencyMs { get; init; }
}

/// <summary>Who leads a request.</summary>
public enum RolloutArm
{
    /// <summary>The teacher answers, with the student in shadow.</summary>
    Control = 0,

    /// <summary>The student answers where it is sure enough, else the teacher.</summary>
    Student = 1,
}

/// <summary>What the live traffic has to be measured against.</summary>
public sealed record RolloutBaseline
{
    /// <summary>Mean score of the served answers as the gate measured it: <see cref="Gate.GateFigures.ServedScore"/>.</summary>
    public required double ServedScore { get; init; }

    /// <summary>Its standard error: <see cref="Gate.GateFigures.ServedScoreError"/>.</summary>
    public double ServedScoreError { get; init; }

    /// <summary>By how much agreement and rewards may be lower before it counts.</summary>
    /// <value>Default 0.03.</value>
    public double Margin { get; init; } = 0.03;

    /// <summary>95 of 100 of the student's answers take at most so long, in milliseconds; infinite for no bound.</summary>
    public double MaxLatencyMs { get; init; } = double.PositiveInfinity;

    /// <summary>The most of its answers that may fail.</summary>
    /// <value>Default 0.02.</value>
    public double MaxErrorRate { get; init; } = 0.02;
}

/// <summary>What is to be done with a rollout.</summary>
public enum RolloutStep
{
    /// <summary>Go on as it is.</summary>
    Stay = 0,

    /// <summary>Begin the next stage, promote after the last, or let a promoted one settle.</summary>
    Advance = 1,

    /// <summary>Take the student back.</summary>
    RollBack = 2,
}

/// <summary>What is to be done, and why.</summary>
/// <param name="Step">What.</param>
/// <param name="Reason">Why, in words and figures.</param>
public sealed record RolloutDecision(RolloutStep Step, string Reason);
