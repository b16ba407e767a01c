using Freehold.Inference.Specialists;

namespace Freehold.Inference.Training.Specialists;

/// <summary>How a specialist is trained. The same examples, options and machine make the same bytes.</summary>
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

    /// <summary>How often a served answer has to be right: the recommended threshold is the lowest that keeps it on held-out predictions.</summary>
    /// <value>0.5 to 1. Default 0.97.</value>
    public double TargetPrecision { get; init; } = 0.97;

    /// <summary>Share of in-scope texts that the out-of-scope decision may send to the teacher although they are in scope.</summary>
    /// <value>0 to 0.5. Default 0.1.</value>
    public double MaxFalseOutOfScope { get; init; } = 0.1;
}
