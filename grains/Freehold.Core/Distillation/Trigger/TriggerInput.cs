namespace Freehold.Core.Distillation.Trigger;

/// <summary>What is known when it is asked whether to train.</summary>
public sealed record TriggerInput
{
    /// <summary>Golden examples that there are.</summary>
    public required int GoldenExamples { get; init; }

    /// <summary>Golden examples that there were at the last training; null before the first.</summary>
    public int? ExamplesAtLastTraining { get; init; }

    /// <summary>True where the student in force agrees less with the teacher than it did, and no training has followed.</summary>
    public bool HasDrift { get; init; }

    /// <summary>Mean cost of a teacher's answer at today's price, in micro-USD; null where it is not known.</summary>
    public double? TeacherCostMicroUsd { get; init; }

    /// <summary>The same at the last training.</summary>
    public double? TeacherCostAtLastTrainingMicroUsd { get; init; }

    /// <summary>True where somebody asked for it.</summary>
    public bool ByHand { get; init; }

    /// <summary>What this workload's trainings and judges cost this month, in USD.</summary>
    public decimal SpentUsd { get; init; }

    /// <summary>How long they took this month.</summary>
    public TimeSpan SpentTime { get; init; }

    /// <summary>Attempts since the last success that the gate or the rollout stopped.</summary>
    public int FailuresInARow { get; init; }

    /// <summary>When the last of them was stopped; null for none.</summary>
    public DateTimeOffset? LastFailureAt { get; init; }
}

/// <summary>When to train.</summary>
public sealed record TriggerOptions
{
    /// <summary>Golden examples from which on the first student is trained.</summary>
    /// <value>Default 500.</value>
    public int MinExamples { get; init; } = 500;

    /// <summary>New golden examples after which it is trained anew.</summary>
    /// <value>Default 1,000.</value>
    public int RetrainExamples { get; init; } = 1_000;

    /// <summary>A teacher that became dearer by this share is a reason to train.</summary>
    /// <value>Default 0.2.</value>
    public double PriceRise { get; init; } = 0.2;

    /// <summary>The most that may be spent in a month, in USD.</summary>
    /// <value>Default 10.</value>
    public decimal BudgetUsd { get; init; } = 10;

    /// <summary>The longest that may be trained in a month.</summary>
    /// <value>Default 20 hours.</value>
    public TimeSpan BudgetTime { get; init; } = TimeSpan.FromHours(20);

    /// <summary>How long to wait after a first failure; twice as long after each further one.</summary>
    /// <value>Default one hour.</value>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The longest wait.</summary>
    /// <value>Default seven days.</value>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromDays(7);
}

/// <summary>Why a training starts, or does not.</summary>
public enum TriggerCause
{
    /// <summary>Nothing asks for it.</summary>
    None = 0,

    /// <summary>There are enough new golden examples.</summary>
    Examples = 1,

    /// <summary>The student drifted.</summary>
    Drift = 2,

    /// <summary>The teacher became dearer.</summary>
    Price = 3,

    /// <summary>Somebody asked for it.</summary>
    Hand = 4,
}

/// <summary>Whether to train.</summary>
/// <param name="Starts">True where a training is to start.</param>
/// <param name="Cause">What asks for it.</param>
/// <param name="Reason">Why, or why not, in words and figures.</param>
/// <param name="NotBefore">Where a failure delays it: until when.</param>
public sealed record TriggerDecision(bool Starts, TriggerCause Cause, string Reason, DateTimeOffset? NotBefore = null);
