namespace Freehold.Contracts.Registry;

/// <summary>How a command on the registry ended.</summary>
[GenerateSerializer, Alias("freehold.RegistryStatus")]
public enum RegistryStatus
{
    /// <summary>Done and durable, now or before.</summary>
    Done = 0,

    /// <summary>There is no such version.</summary>
    NoSuchVersion = 1,

    /// <summary>The input is not valid; the detail says what, where and what to do.</summary>
    Invalid = 2,

    /// <summary>The name or the version is frozen.</summary>
    Frozen = 3,

    /// <summary>The version lacks approvals.</summary>
    NotApproved = 4,

    /// <summary>This person's approval does not count here.</summary>
    MayNotApprove = 5,

    /// <summary>There is nothing to go back to.</summary>
    NoPrevious = 6,

    /// <summary>The version is current or a way back.</summary>
    InUse = 7,

    /// <summary>A bound is reached; the detail names it.</summary>
    LimitReached = 8,

    /// <summary>The digest is registered with other parents, another run or another origin.</summary>
    Differs = 9,
}

/// <summary>How a command on the registry ended, with its reason.</summary>
[GenerateSerializer, Immutable, Alias("freehold.RegistryResult")]
public sealed record RegistryResult
{
    /// <summary>How it ended.</summary>
    [Id(0)] public required RegistryStatus Status { get; init; }

    /// <summary>What, where, what to do; null on success.</summary>
    [Id(1)] public string? Detail { get; init; }

    /// <summary>The version that is current now; null for none.</summary>
    [Id(2)] public string? Current { get; init; }

    /// <summary>True where it was done.</summary>
    public bool IsDone => Status == RegistryStatus.Done;
}
