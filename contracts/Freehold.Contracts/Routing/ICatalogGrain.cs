namespace Freehold.Contracts.Routing;

/// <summary>What could answer in this installation, as the silos announce it. Key: <see cref="Key"/>.</summary>
/// <remarks>
/// Routers hold a snapshot and look for a newer one in the background, so no request waits for this grain. An
/// announcement replaces what the same owner announced before and holds for <see cref="LeaseSeconds"/>; owners renew it well before. What is on offer is
/// stored when it changes, so that after a failure the next activation knows it too. Calls are idempotent and run one at a time.
/// </remarks>
[Alias("freehold.ICatalogGrain")]
public interface ICatalogGrain : IGrainWithStringKey
{
    /// <summary>The one key of this grain.</summary>
    const string Key = "catalog";

    /// <summary>How long an announcement holds, in seconds.</summary>
    const int LeaseSeconds = 30;

    /// <summary>Most candidates one owner may announce.</summary>
    const int MaxCandidatesPerOwner = 1_000;

    /// <summary>Replaces what <paramref name="owner"/> offers. An id that another owner holds at the same place is shared.</summary>
    [Alias("Announce")]
    Task AnnounceAsync(string owner, Candidate[] candidates, CancellationToken cancellationToken);

    /// <summary>Everything on offer. Where <paramref name="knownVersion"/> is current, null.</summary>
    [AlwaysInterleave, Alias("GetNewer")]
    Task<CatalogSnapshot?> GetNewerAsync(long knownVersion, CancellationToken cancellationToken);
}

/// <summary>Everything on offer at one moment.</summary>
[GenerateSerializer, Immutable, Alias("freehold.CatalogSnapshot")]
public sealed record CatalogSnapshot
{
    /// <summary>A catalog with nothing in it, older than any other.</summary>
    public static CatalogSnapshot Empty { get; } = new() { Version = 0, Candidates = [] };

    /// <summary>Grows with every change.</summary>
    [Id(0)] public required long Version { get; init; }

    /// <summary>Local models first, then providers, each in order of their names.</summary>
    [Id(1)] public required Candidate[] Candidates { get; init; }
}
