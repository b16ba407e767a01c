namespace Freehold.Contracts.Distillation;

/// <summary>The students of one tenant at one moment.</summary>
[GenerateSerializer, Immutable, Alias("freehold.StudentSnapshot")]
public sealed record StudentSnapshot
{
    /// <summary>No students; older than any other.</summary>
    public static StudentSnapshot Empty { get; } = new() { Version = 0, Students = [] };

    /// <summary>Grows with every change.</summary>
    [Id(0)] public required long Version { get; init; }

    /// <summary>At most one for each workload, in order of the workloads' names.</summary>
    [Id(1)] public required StudentCandidate[] Students { get; init; }
}
