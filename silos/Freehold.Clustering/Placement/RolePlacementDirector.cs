using Freehold.Contracts.Clustering;
using Freehold.Contracts.Inference;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Freehold.Clustering.Placement;

/// <summary>
/// Leaves of the silos those that have the grain's role; for a worker, the one that its key names, and only where that one's device has
/// the memory that the call's model needs. A silo whose card cannot be read gets no grain.
/// </summary>
internal sealed class RolePlacementDirector(IServiceProvider services) : IPlacementFilterDirector
{
    // Asked for late: the oracle is made after placement.
    private readonly Lazy<ISiloStatusOracle> _oracle = new(services.GetRequiredService<ISiloStatusOracle>);

    /// <inheritdoc/>
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
    {
        var filter = (RolePlacementFilter)filterStrategy;
        WorkerId? worker = filter.NamesSilo ? WorkerId.Parse(target.GrainIdentity.Key.ToString()!) : null;
        var need = DeviceMemoryNeed.Read(target.RequestContextData);
        return silos.Where(silo => CardOf(silo) is { } card && Takes(card, filter.Role, worker, need));
    }

    internal static bool Takes(SiloCard card, SiloRoles role, WorkerId? worker, int needMebibytes)
    {
        if (!card.Roles.HasFlag(role))
        {
            return false;
        }

        return worker is not { } key
            || (card.Name == key.Silo && (needMebibytes == 0 || card.DeviceMemoryMebibytes.GetValueOrDefault(key.Device) >= needMebibytes));
    }

    private SiloCard? CardOf(SiloAddress silo) => _oracle.Value.TryGetSiloName(silo, out var name) ? SiloCard.TryParse(name) : null;
}
