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
        var wanted = history.Versions
            .Where(version => version.Id != id && version.Status is (VersionStatus.InForce or VersionStatus.Superseded))
            .Select(version => version.Id).ToHashSet(StringComparer.Ordinal);
        stored.State = new WeightsState
        {
            Models = [.. stored.State.Models.Where(model => wanted.Contains(model.Id)), new StoredWeights { Id = id, Model = bytes }],
        };
        await stored.WriteStateAsync(cancellationToken);
    }

    private byte[]? BytesOf(string id) => Array.Find(stored.State.Models, model => model.Id == id)?.Model;
}
