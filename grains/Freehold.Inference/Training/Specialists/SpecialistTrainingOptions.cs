using Freehold.Inference.Specialists;

namespace Freehold.Inference.Training.Specialists;

/// <summary>How a specialist is trained. The same examples and options make the same bytes on the same kind of processor.</summary>
public sealed record SpecialistTrainingOptions
{
    /// <summary>What the labels are. Default: classification.</summary>
    public SpecialistTask Task { get; init; }

    /// <summary>Seed of everything random.</summary>
    /// <value>Default 1.</value>
    public ulong Seed { get; init; } = 1;

    /// <summary>The label with which the teacher says that a text is out of scope, compared exactly; null where it has none.</summary>
    /// <remarks>Examples so labelled teach the decision to escalate; the label itself is never predicted.</remarks>
    public string? OutOfScopeLabel { get; init; }

    /// <summary>How often a served answer has to be right: the recommended threshold is the lowest that keeps to it.</summary>
    /// <value>0.5 to 1. Default 0.98.</value>
    public double TargetPrecision { get; init; } = 0.98;

    /// <summary>An answer less probable than this is not served, however right the others are.</summary>
    /// <value>0 to 1. Default 0.8.</value>
    public double LeastProbability { get; init; } = 0.8;

    /// <summary>Share of in-scope texts that the out-of-scope decision may send to the teacher although they are in scope.</summary>
    /// <remarks>Without examples out of scope nobody can know what they look like: the decision then takes all of this share.</remarks>
    /// <value>0 to 0.5. Default 0.1.</value>
    public double MaxFalseOutOfScope { get; init; } = 0.1;

    /// <summary>Share of the examples out of scope that the decision should find, within <see cref="MaxFalseOutOfScope"/>.</summary>
    /// <value>0.5 to 1. Default 0.95.</value>
    public double OutOfScopeRecall { get; init; } = 0.95;

    /// <summary>What training gives way to; null where it is alone.</summary>
    public ITrainingYield? Yield { get; init; }

    /// <summary>Told some times a second how far the training is, on its own thread; null: nobody.</summary>
    public IProgress<SpecialistProgress>? Progress { get; init; }

    /// <summary>Clock for the speed that <see cref="Progress"/> is told.</summary>
    /// <value>Default: the system's.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; the message names both.</exception>
    internal void Validate()
    {
        Require(nameof(TargetPrecision), TargetPrecision, 0.5, 1);
        Require(nameof(LeastProbability), LeastProbability, 0, 1);
        Require(nameof(MaxFalseOutOfScope), MaxFalseOutOfScope, 0, 0.5);
        Require(nameof(OutOfScopeRecall), OutOfScopeRecall, 0.5, 1);
        if (!Enum.IsDefined(Task))
            throw new ArgumentOutOfRangeException(nameof(Task), Task, "Choose classification or extraction.");
    }

    private static void Require(string name, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
            throw new ArgumentOutOfRangeException(name, value, $"Choose {name} from {least} to {most}.");
    }
}
