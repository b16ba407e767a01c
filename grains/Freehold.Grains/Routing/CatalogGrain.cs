using Freehold.Contracts.Routing;

namespace Freehold.Grains.Routing;

/// <inheritdoc cref="ICatalogGrain"/>
[KeepAlive]
public sealed class CatalogGrain(TimeProvider time) : Grain, ICatalogGrain
{
    private readonly Dictionary<string, (long RenewedAt, Candidate[] Candidates)> _owners = new(StringComparer.Ordinal);
    private CatalogSnapshot _snapshot = CatalogSnapshot.Empty;

    /// <inheritdoc/>
    public Task AnnounceAsync(string owner, Candidate[] candidates, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(candidates.Length, ICatalogGrain.MaxCandidatesPerOwner);
        _owners[owner] = (time.GetTimestamp(), candidates);
        Publish();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<CatalogSnapshot?> GetNewerAsync(long knownVersion, CancellationToken cancellationToken)
    {
        Publish();
        return Task.FromResult(_snapshot.Version == knownVersion ? null : _snapshot);
    }

    private void Publish()
    {
        foreach (var (owner, announced) in _owners)
        {
            if (time.GetElapsedTime(announced.RenewedAt) > TimeSpan.FromSeconds(ICatalogGrain.LeaseSeconds))
            {
                _owners.Remove(owner); // Allowed while enumerating since .NET Core 3.0.
            }
        }

        Candidate[] candidates = [.. _owners.Values
            .SelectMany(announced => announced.Candidates)
            .DistinctBy(candidate => (candidate.Id, candidate.Place))
            .OrderBy(candidate => candidate.Kind)
            .ThenBy(candidate => candidate.Id, StringComparer.Ordinal)
            .ThenBy(candidate => candidate.Place, StringComparer.Ordinal)];
        if (!candidates.AsSpan().SequenceEqual(_snapshot.Candidates, CandidateComparer.Instance))
        {
            // Ticks, not a counter: after a move to another silo the versions must not start again at one a router may hold.
            _snapshot = new CatalogSnapshot
            {
                Version = Math.Max(_snapshot.Version + 1, time.GetUtcNow().UtcTicks),
                Candidates = candidates,
            };
        }
    }

    private sealed class CandidateComparer : IEqualityComparer<Candidate>
    {
        public static readonly CandidateComparer Instance = new();

        public bool Equals(Candidate? x, Candidate? y) => ReferenceEquals(x, y)
            || (x is not null && y is not null && x.Aliases.AsSpan().SequenceEqual(y.Aliases) && (x with { Aliases = y.Aliases }) == y);

        public int GetHashCode(Candidate obj) => obj.Id.GetHashCode(StringComparison.Ordinal);
    }
}
