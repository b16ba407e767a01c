using Freehold.Contracts.Audit;

namespace Freehold.Grains.Learning;

/// <summary>What one tenant's learning remembers, and the place in the log up to which it holds, stored together.</summary>
[GenerateSerializer, Alias("freehold.LearnerState")]
public sealed class LearnerState
{
    /// <summary>Sequence of the last event that is taken in, by shard.</summary>
    [Id(0)] public long[] Checkpoints { get; set; } = [];

    /// <summary>By shard: reading again from here gives every decision whose reward is not looked at yet.</summary>
    [Id(1)] public long[] PendingFrom { get; set; } = [];

    /// <summary>The memory, in the form of <see cref="Core.Learning.Rollouts.LearnerMemoryFormat"/>.</summary>
    [Id(2)] public byte[] Memory { get; set; } = [];

    /// <summary>What the audit chain has not taken yet.</summary>
    [Id(3)] public AuditRecord? PendingAudit { get; set; }
}

/// <summary>The weights of the versions that are kept. Stored before the state that names them, so that one that is named is there.</summary>
[GenerateSerializer, Alias("freehold.WeightsState")]
public sealed class WeightsState
{
    /// <summary>A version each.</summary>
    [Id(0)] public StoredWeights[] Models { get; set; } = [];
}

/// <summary>The weights of one version.</summary>
[GenerateSerializer, Immutable, Alias("freehold.StoredWeights")]
public sealed record StoredWeights
{
    /// <summary>The version's id.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The model's byte form.</summary>
    [Id(1)] public required byte[] Model { get; init; }
}
