namespace Freehold.Core.Learning.Rollouts;

/// <summary>What became of a version of the weights.</summary>
public enum VersionStatus
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
/// <param name="Id">SHA-256 of the weights, lower-case hex: whoever has them can check them.</param>
/// <param name="Number">Counts the versions of this tenant, from 1.</param>
/// <param name="Sequence">The place in the log up to which it has learned.</param>
/// <param name="At">The time of the newest event it has learned from.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Reason">Why, in words and figures.</param>
/// <param name="Predecessor">The id of the version that was in force before it; null for none.</param>
public sealed record VersionRecord(
    string Id, int Number, long Sequence, DateTimeOffset At, VersionStatus Status, string Reason, string? Predecessor);

/// <summary>
/// The versions of a tenant's weights: at most one is in force, and the way back from it is known. Immutable: each change gives a new
/// history, and the same change twice is one.
/// </summary>
/// <param name="Versions">Oldest first, <see cref="MaxVersions"/> at most.</param>
public sealed record VersionHistory(IReadOnlyList<VersionRecord> Versions)
{
    /// <summary>Most versions that are kept. The one in force and its predecessor are never dropped.</summary>
    public const int MaxVersions = 10;

    /// <summary>No version yet.</summary>
    public static VersionHistory Empty { get; } = new([]);

    /// <summary>The version in force; null for none.</summary>
    public VersionRecord? InForce => Versions.LastOrDefault(version => version.Status == VersionStatus.InForce);

    /// <summary>The version that was in force before; null for none.</summary>
    public VersionRecord? Predecessor => InForce?.Predecessor is { } id ? Find(id) : null;

    /// <summary>The version of this id; null where it is not kept any more.</summary>
    public VersionRecord? Find(string id) => Versions.FirstOrDefault(version => version.Id == id);

    /// <summary>Puts a new version in force.</summary>
    public VersionHistory Ship(string id, long sequence, DateTimeOffset at, string reason) => id == InForce?.Id
        ? this
        : Append(
            Set(InForce?.Id, VersionStatus.Superseded, null),
            new(id, NextNumber, sequence, at, VersionStatus.InForce, reason, InForce?.Id));

    /// <summary>Notes a version that did not come into force.</summary>
    public VersionHistory Keep(string id, long sequence, DateTimeOffset at, string reason) => Find(id) is not null
        ? this
        : Append(this, new(id, NextNumber, sequence, at, VersionStatus.NotShipped, reason, InForce?.Id));

    /// <summary>
    /// Takes back the version in force: its predecessor is in force again, or none where it has none. Nothing changes where
    /// <paramref name="id"/> is not in force, so that a repeated call takes back one version.
    /// </summary>
    public VersionHistory RollBack(string id, string reason) => id != InForce?.Id
        ? this
        : Set(id, VersionStatus.RolledBack, reason).Set(Predecessor?.Id, VersionStatus.InForce, null);

    private int NextNumber => Versions.Count == 0 ? 1 : Versions.Max(version => version.Number) + 1;

    private VersionHistory Set(string? id, VersionStatus status, string? reason) => new(
        [.. Versions.Select(version => version.Id == id ? version with { Status = status, Reason = reason ?? version.Reason } : version)]);

    /// <summary>A version that was here before (a rolled back one that was learned again) is here once.</summary>
    private static VersionHistory Append(VersionHistory history, VersionRecord added)
    {
        List<VersionRecord> versions = [.. history.Versions.Where(version => version.Id != added.Id), added];
        var (inForce, predecessor) = (new VersionHistory(versions).InForce?.Id, new VersionHistory(versions).Predecessor?.Id);
        while (versions.Count > MaxVersions)
        {
            // Those that never were in force go first: nobody can go back to them.
            var leaves = versions.FindIndex(version => version.Status == VersionStatus.NotShipped && version.Id != added.Id);
            versions.RemoveAt(leaves >= 0 ? leaves : versions.FindIndex(version => version.Id != inForce && version.Id != predecessor));
        }

        return new(versions);
    }
}
