namespace Freehold.Contracts.Registry;

/// <summary>What a version is a version of.</summary>
[GenerateSerializer, Alias("freehold.ArtifactKind")]
public enum ArtifactKind
{
    /// <summary>A language or embedding model.</summary>
    Model = 0,

    /// <summary>A LoRA adapter of a model.</summary>
    Adapter = 1,

    /// <summary>A small student for one workload.</summary>
    Specialist = 2,

    /// <summary>Routing weights.</summary>
    Router = 3,

    /// <summary>A prompt or a template.</summary>
    Prompt = 4,

    /// <summary>Examples.</summary>
    Dataset = 5,
}

/// <summary>One version of something, as the registry keeps it.</summary>
[GenerateSerializer, Immutable, Alias("freehold.RegisteredVersion")]
public sealed record RegisteredVersion
{
    /// <summary>Most parents of one version.</summary>
    public const int MaxParents = 16;

    /// <summary>SHA-256 of its bytes, lower-case hex: a file's, or the root digest of a signed folder.</summary>
    [Id(0)] public required string Digest { get; init; }

    /// <summary>What it is.</summary>
    [Id(1)] public required ArtifactKind Kind { get; init; }

    /// <summary>Digests of what it was made from: data, base model.</summary>
    [Id(2)] public string[] Parents { get; init; } = [];

    /// <summary>Id of the training run that made it; null where none did.</summary>
    [Id(3)] public string? Run { get; init; }

    /// <summary>Digest of the report of its evaluation; null where there is none.</summary>
    [Id(4)] public string? EvalReport { get; init; }

    /// <summary>Digest of its signature bundle in the artifact store; null where it is not signed.</summary>
    [Id(5)] public string? Signature { get; init; }

    /// <summary>Who approved it, in order. Kept by the registry alone.</summary>
    [Id(6)] public Approval[] Approvals { get; init; } = [];

    /// <summary>True where it can never be dropped. Kept by the registry alone.</summary>
    [Id(7)] public bool Frozen { get; init; }

    /// <summary>When it was registered. Kept by the registry alone.</summary>
    [Id(8)] public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who registered it. Kept by the registry alone.</summary>
    [Id(9)] public string RegisteredBy { get; init; } = "";

    /// <summary>True for what came from outside: it needs the approvals of several people.</summary>
    [Id(10)] public bool Quarantined { get; init; }

    /// <summary>Digest of the report of its vetting, or the report's own SHA-256; null where it was not vetted.</summary>
    [Id(11)] public string? VettingReport { get; init; }

    /// <summary>Where its files lie, for workers that load it by path; null where the artifact store has it by its digest.</summary>
    [Id(12)] public string? Location { get; init; }

    /// <summary>Its way into service, oldest first. Kept by the registry alone.</summary>
    [Id(13)] public RolloutNote[] Rollout { get; init; } = [];

    /// <summary>Approvals that it needs under the policy of this installation. Told by the registry alone.</summary>
    [Id(14)] public int ApprovalsNeeded { get; init; }

    /// <summary>True where enough people, or its gate, have approved it.</summary>
    public bool IsApproved => Approvals.Length >= ApprovalsNeeded;
}

/// <summary>One approval.</summary>
[GenerateSerializer, Immutable, Alias("freehold.Approval")]
public sealed record Approval
{
    /// <summary>Who: <c>tenant/key-id</c>, or <c>gate:DIGEST</c>.</summary>
    [Id(0)] public required string By { get; init; }

    /// <summary>When.</summary>
    [Id(1)] public required DateTimeOffset At { get; init; }
}

/// <summary>One step of a version's way into service.</summary>
[GenerateSerializer, Immutable, Alias("freehold.RolloutNote")]
public sealed record RolloutNote
{
    /// <summary>Most notes of one version; the oldest go.</summary>
    public const int MaxNotes = 64;

    /// <summary>Identifies the step, so that a repeated note is nothing.</summary>
    [Id(0)] public required string OperationId { get; init; }

    /// <summary>What happened, in one word: <c>shadow</c>, <c>canary</c>, <c>promoted</c>, <c>rolled_back</c>.</summary>
    [Id(1)] public required string Stage { get; init; }

    /// <summary>Why, in words and figures; at most 1,000 characters are kept.</summary>
    [Id(2)] public required string Detail { get; init; }

    /// <summary>When.</summary>
    [Id(3)] public required DateTimeOffset At { get; init; }
}

/// <summary>Everything that is kept under one name.</summary>
[GenerateSerializer, Immutable, Alias("freehold.RegistrySnapshot")]
public sealed record RegistrySnapshot
{
    /// <summary>The name, as in <see cref="ArtifactName"/>.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>Grows with every change; 0 where nothing was ever registered.</summary>
    [Id(1)] public required long Revision { get; init; }

    /// <summary>Digest of the current version; null for none.</summary>
    [Id(2)] public string? Current { get; init; }

    /// <summary>What rolling back would make current; null where there is no way back.</summary>
    [Id(3)] public string? Previous { get; init; }

    /// <summary>True where the current version is so for ever.</summary>
    [Id(4)] public bool Pinned { get; init; }

    /// <summary>The versions, newest first.</summary>
    [Id(5)] public required RegisteredVersion[] Versions { get; init; }

    /// <summary>The version of a digest, or null.</summary>
    public RegisteredVersion? Find(string digest) => Array.Find(Versions, version => version.Digest == digest);
}
