namespace Freehold.Core.Workloads;

/// <summary>What kind of task a request is taken for.</summary>
/// <param name="Workload">The workload; null where it is like none that is known.</param>
/// <param name="Confidence">How sure that is, 0 to 1: of the workload named, or of the likeliest one where none is named.</param>
public readonly record struct WorkloadGuess(string? Workload, double Confidence)
{
    /// <summary>Nothing is known to compare with.</summary>
    public static WorkloadGuess Unknown { get; } = new(null, 0);

    /// <summary>The client named it.</summary>
    public static WorkloadGuess Named(string workload) => new(workload, 1);
}
