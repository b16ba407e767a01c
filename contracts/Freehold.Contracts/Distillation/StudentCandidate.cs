namespace Freehold.Contracts.Distillation;

/// <summary>The student of one workload, and how far it is let.</summary>
[GenerateSerializer, Immutable, Alias("freehold.StudentCandidate")]
public sealed record StudentCandidate
{
    /// <summary>What the names of students as candidates begin with: <c>student/WORKLOAD</c>.</summary>
    public const string IdPrefix = "student/";

    /// <summary>The kind of task that it answers.</summary>
    [Id(0)] public required string Workload { get; init; }

    /// <summary>What it is made of.</summary>
    [Id(1)] public required StudentKind Kind { get; init; }

    /// <summary>The id of this version.</summary>
    [Id(2)] public required string Version { get; init; }

    /// <summary>SHA-256 of its artifact, lower-case hex.</summary>
    [Id(3)] public required string Digest { get; init; }

    /// <summary>The local model that an adapter belongs to; null for a specialist.</summary>
    [Id(4)] public string? BaseModel { get; init; }

    /// <summary>How far it is let.</summary>
    [Id(5)] public required RolloutStage Stage { get; init; }

    /// <summary>The share of requests that it leads, 0 to 1. In <see cref="RolloutStage.Shadow"/> it leads none, whatever stands here.</summary>
    [Id(6)] public required double Share { get; init; }

    /// <summary>The probability of being right from which on its answer goes out, 0 to 1; below, the teacher is asked.</summary>
    [Id(7)] public required double ServeAt { get; init; }

    /// <summary>The policy version that it was trained and let under.</summary>
    [Id(8)] public required int PolicyVersion { get; init; }

    /// <summary>
    /// While another student is promoted, the share of requests that the teacher answers so that this one can be compared with it, 0 to 1. The
    /// promoted one has all requests that are in neither share.
    /// </summary>
    [Id(9)] public double ControlShare { get; init; }

    /// <summary>Its name as a candidate: the same for all versions, so that figures and weights do not start over with each.</summary>
    public string Id => IdPrefix + Workload;
}
