using Freehold.Contracts.Distillation;

namespace Freehold.Grains.Distillation;

/// <summary>The students of one tenant, and how far each workload's changes are taken in.</summary>
[GenerateSerializer, Alias("freehold.StudentCatalogState")]
public sealed class StudentCatalogState
{
    /// <summary>Grows with every change.</summary>
    [Id(0)] public long Version { get; set; }

    /// <summary>One entry for each workload that ever had a student.</summary>
    [Id(1)] public StudentEntry[] Entries { get; set; } = [];
}

/// <summary>What holds for one workload.</summary>
[GenerateSerializer, Immutable, Alias("freehold.StudentEntry")]
public sealed record StudentEntry
{
    /// <summary>The kind of task.</summary>
    [Id(0)] public required string Workload { get; init; }

    /// <summary>Its last change.</summary>
    [Id(1)] public required long Revision { get; init; }

    /// <summary>Its student; null once it was withdrawn.</summary>
    [Id(2)] public StudentCandidate? Student { get; init; }

    /// <summary>The one that is to take its place; null for none, as in what earlier versions stored.</summary>
    [Id(3)] public StudentCandidate? Challenger { get; init; }
}
