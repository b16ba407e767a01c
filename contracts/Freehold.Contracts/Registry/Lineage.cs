namespace Freehold.Contracts.Registry;

/// <summary>What led to a version, in order: data, run, weights, evaluation, approvals, rollout.</summary>
[GenerateSerializer, Immutable, Alias("freehold.Lineage")]
public sealed record Lineage
{
    /// <summary>The version.</summary>
    [Id(0)] public required string Digest { get; init; }

    /// <summary>The steps, the earliest first.</summary>
    [Id(1)] public required LineageStep[] Steps { get; init; }
}

/// <summary>One step of a lineage.</summary>
[GenerateSerializer, Immutable, Alias("freehold.LineageStep")]
public sealed record LineageStep
{
    /// <summary>
    /// What it is: <c>dataset</c>, <c>parent</c>, <c>run</c>, <c>specialist</c> and the other kinds, <c>signature</c>, <c>eval</c>,
    /// <c>vetting</c>, <c>approval</c>, <c>frozen</c>, or a rollout's stage.
    /// </summary>
    [Id(0)] public required string Step { get; init; }

    /// <summary>The digest or the id that it is about, or who did it.</summary>
    [Id(1)] public required string Subject { get; init; }

    /// <summary>When, where that is known.</summary>
    [Id(2)] public DateTimeOffset? At { get; init; }

    /// <summary>What more is known; null for nothing.</summary>
    [Id(3)] public string? Detail { get; init; }
}
