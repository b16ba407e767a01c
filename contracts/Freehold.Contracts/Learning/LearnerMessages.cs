namespace Freehold.Contracts.Learning;

/// <summary>Learned weights, as a router takes them.</summary>
[GenerateSerializer, Immutable, Alias("freehold.WeightsSnapshot")]
public sealed record WeightsSnapshot
{
    /// <summary>No weights: nothing is known of any candidate.</summary>
    public static WeightsSnapshot None { get; } = new() { Version = "", Model = [] };

    /// <summary>SHA-256 of <see cref="Model"/>, lower-case hex; empty for none.</summary>
    [Id(0)] public required string Version { get; init; }

    /// <summary>The model of quality in its byte form, the candidates' names included; empty for none.</summary>
    [Id(1)] public required byte[] Model { get; init; }
}

/// <summary>What became of a version of the weights.</summary>
[GenerateSerializer, Alias("freehold.WeightsStatus")]
public enum WeightsStatus
{
    /// <summary>Routers decide by it.</summary>
    InForce = 0,

    /// <summary>A later one took its place.</summary>
    Superseded = 1,

    /// <summary>The log did not say that it is better, and it never was in force.</summary>
    NotShipped = 2,

    /// <summary>It was in force, and was taken back.</summary>
    RolledBack = 3,
}

/// <summary>One version of the weights.</summary>
[GenerateSerializer, Immutable, Alias("freehold.WeightsVersion")]
public sealed record WeightsVersion
{
    /// <summary>SHA-256 of the weights, lower-case hex.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Counts the versions of this tenant, from 1.</summary>
    [Id(1)] public required int Number { get; init; }

    /// <summary>The place in the log up to which it has learned.</summary>
    [Id(2)] public required long Sequence { get; init; }

    /// <summary>The time of the newest event it has learned from.</summary>
    [Id(3)] public required DateTimeOffset At { get; init; }

    /// <summary>What became of it.</summary>
    [Id(4)] public required WeightsStatus Status { get; init; }

    /// <summary>Why, in words and figures.</summary>
    [Id(5)] public required string Reason { get; init; }

    /// <summary>The id of the version that was in force before it; null for none.</summary>
    [Id(6)] public string? Predecessor { get; init; }
}

/// <summary>How far one tenant's learning is.</summary>
[GenerateSerializer, Immutable, Alias("freehold.LearnerStatus")]
public sealed record LearnerStatus
{
    /// <summary>Events up to this place in the log are taken in.</summary>
    [Id(0)] public required long Sequence { get; init; }

    /// <summary>The version in force; empty for none.</summary>
    [Id(1)] public required string InForce { get; init; }

    /// <summary>Versions that are kept, newest first.</summary>
    [Id(2)] public required WeightsVersion[] Versions { get; init; }

    /// <summary>Decisions with a reward since the last training.</summary>
    [Id(3)] public required int RewardsSinceTraining { get; init; }

    /// <summary>What the version in force loses against its predecessor on live decisions, on average; below 0 where it gains; null where there is no predecessor.</summary>
    [Id(4)] public double? RegretPerDecision { get; init; }

    /// <summary>Live decisions on which the two were compared.</summary>
    [Id(5)] public long ComparedDecisions { get; init; }

    /// <summary>Drifts that were found, newest first.</summary>
    [Id(6)] public DriftNotice[] Drifts { get; init; } = [];
}

/// <summary>A candidate's rewards left what was expected of them.</summary>
[GenerateSerializer, Immutable, Alias("freehold.DriftNotice")]
public sealed record DriftNotice
{
    /// <summary>The kind of task; empty where it is not known.</summary>
    [Id(0)] public required string Workload { get; init; }

    /// <summary>The candidate's id.</summary>
    [Id(1)] public required string Candidate { get; init; }

    /// <summary>True where it became better.</summary>
    [Id(2)] public required bool Better { get; init; }

    /// <summary>What the log says of it up to this place is not learned from any more.</summary>
    [Id(3)] public required long Since { get; init; }
}
