using Freehold.Contracts.Audit;
using Freehold.Contracts.Registry;

namespace Freehold.Grains.Registry;

/// <summary>
/// What is stored of one name. A new field gets a new number and a default; none is ever renumbered. Never changed in place.
/// </summary>
[GenerateSerializer, Immutable, Alias("freehold.RegistryState")]
public sealed record RegistryState
{
    /// <summary>Counts changes.</summary>
    [Id(0)] public long Revision { get; init; }

    /// <summary>Oldest first.</summary>
    [Id(1)] public RegisteredVersion[] Versions { get; init; } = [];

    /// <summary>Digest of the current version; null for none.</summary>
    [Id(2)] public string? Current { get; init; }

    /// <summary>Digests that were current before, the last one last; at most <see cref="RegistryBook.MaxWaysBack"/>.</summary>
    [Id(3)] public string[] WaysBack { get; init; } = [];

    /// <summary>True where the current version is so for ever.</summary>
    [Id(4)] public bool Pinned { get; init; }

    /// <summary>What the last change has to say to the audit chain, stored with it; null once the chain has it.</summary>
    [Id(5)] public AuditRecord? PendingAudit { get; init; }

    /// <summary>The version of a digest, or null.</summary>
    public RegisteredVersion? Find(string digest) => Array.Find(Versions, version => version.Digest == digest);

    /// <summary>The same with one version in the place of the one with its digest.</summary>
    public RegistryState With(RegisteredVersion version) =>
        this with { Versions = [.. Versions.Select(other => other.Digest == version.Digest ? version : other)] };
}
