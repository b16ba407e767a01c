using Freehold.Contracts.Routing;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Freehold.Grains.Routing;

/// <inheritdoc cref="ICatalogGrain"/>
[KeepAlive]
public sealed partial class CatalogGrain(
    [PersistentState(StateNames.Catalog, StateNames.Storage)] IPersistentState<CatalogState> state, TimeProvider time, ILogger<CatalogGrain> logger)
    : Grain, ICatalogGrain
{
    private readonly Dictionary<string, (long RenewedAt, Candidate[] Candidates)> _owners = new(StringComparer.Ordinal);
    private CatalogSnapshot _snapshot = CatalogSnapshot.Empty;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        foreach (var offer in state.State.Offers)
        {
            _owners[offer.Owner] = (time.GetTimestamp(), offer.Candidates);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task AnnounceAsync(string owner, Candidate[] candidates, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(candidates.Length, ICatalogGrain.MaxCandidatesPerOwner);
        _owners[owner] = (time.GetTimestamp(), candidates);
        var version = _snapshot.Version;
        Publish();
        if (_snapshot.Version != version)
        {
            await StoreAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task<CatalogSnapshot?> GetNewerAsync(long knownVersion, CancellationToken cancellationToken)
    {
        Publish();
        return Task.FromResult(_snapshot.Version == knownVersion ? null : _snapshot);
    }

    /// <summary>What cannot be stored is only missed after a failure, and announced again soon.</summary>
    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            state.State = new CatalogState
            {
                Offers = [.. _owners.Select(owner => new CatalogOffer { Owner = owner.Key, Candidates = owner.Value.Candidates })],
            };
            await state.WriteStateAsync(cancellationToken);
        }
        catch (InconsistentStateException e)
        {
            LogNotStored(e); // Another activation was quicker: after a failure there may be two for a moment.
            DeactivateOnIdle();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotStored(e);
        }
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

    [LoggerMessage(2003, LogLevel.Warning, "The catalog could not be stored; what is on offer is announced again within seconds.")]
    private partial void LogNotStored(Exception exception);

    private sealed class CandidateComparer : IEqualityComparer<Candidate>
    {
        public static readonly CandidateComparer Instance = new();

        public bool Equals(Candidate? x, Candidate? y) => ReferenceEquals(x, y)
            || (x is not null && y is not null && x.Aliases.AsSpan().SequenceEqual(y.Aliases) && (x with { Aliases = y.Aliases }) == y);

        public int GetHashCode(Candidate obj) => obj.Id.GetHashCode(StringComparison.Ordinal);
    }
}
