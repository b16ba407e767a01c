using Freehold.Contracts.Learning;
using Freehold.Core.Learning.Rollouts;

namespace Freehold.Grains.Learning;

/// <summary>The weights of the versions that one can still go back to, stored and in memory; where there is no version, the operator's prior.</summary>
internal sealed class WeightsShelf(IPersistentState<WeightsState> stored, RoutingPrior prior)
{
    /// <summary>The weights of a version; the prior for none.</summary>
    /// <exception cref="InvalidDataException">What is stored is not what the id says.</exception>
    public Weights? Get(string? id) =>
        id is not null && BytesOf(id) is { } bytes ? WeightsCache.Shared.Get(id, bytes) : prior.Weights;

    /// <summary>The weights of a version in the form for routers; null where they have them.</summary>
    public WeightsSnapshot? Snapshot(string? id, string knownVersion)
    {
        var snapshot = id is not null && BytesOf(id) is { } bytes ? new WeightsSnapshot { Version = id, Model = bytes } : prior.Snapshot;
        return snapshot.Version == knownVersion ? null : snapshot;
    }

    /// <summary>Stores the weights of a version that is about to be named, and drops those that nobody can go back to any more.</summary>
    public async Task AddAsync(string id, byte[] bytes, VersionHistory history, CancellationToken cancellationToken)
    {
        var models = history.Versions
            .Where(version => version.Status is VersionStatus.InForce or VersionStatus.Superseded && stored.State.Models.ContainsKey(version.Id))
            .ToDictionary(version => version.Id, version => stored.State.Models[version.Id], StringComparer.Ordinal);
        models[id] = bytes;
        stored.State = new WeightsState { Models = models };
        await stored.WriteStateAsync(cancellationToken);
    }

    private byte[]? BytesOf(string id) => stored.State.Models.GetValueOrDefault(id);
}
