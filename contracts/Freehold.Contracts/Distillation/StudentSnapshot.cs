namespace Freehold.Contracts.Distillation;

/// <summary>The students of one tenant at one moment.</summary>
[GenerateSerializer, Immutable, Alias("freehold.StudentSnapshot")]
public sealed record StudentSnapshot
{
    /// <summary>No students; older than any other.</summary>
    public static StudentSnapshot Empty { get; } = new() { Version = 0, Students = [] };

    /// <summary>Grows with every change.</summary>
    [Id(0)] public required long Version { get; init; }

    /// <summary>At most one for each workload, in order of the workloads' names: the promoted one, or the one on its way where none is.</summary>
    [Id(1)] public required StudentCandidate[] Students { get; init; }

    /// <summary>Students on their way to take the place of one of <see cref="Students"/>; at most one for each of these, in the same order.</summary>
    [Id(2)] public StudentCandidate[] Challengers { get; init; } = [];
}
