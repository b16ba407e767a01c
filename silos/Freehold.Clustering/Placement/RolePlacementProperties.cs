using Freehold.Contracts.Clustering;
using Freehold.Grains;
using Freehold.Workers;
using Orleans.Metadata;

namespace Freehold.Clustering.Placement;

/// <summary>
/// Gives every grain of ours its role by the room that its class is in, so that a grain says nothing of clusters and none can be
/// forgotten. Orleans' own grains stay where Orleans puts them.
/// </summary>
internal sealed class RolePlacementProperties(IServiceProvider services) : IGrainPropertiesProvider
{
    /// <inheritdoc/>
    public void Populate(Type grainClass, GrainType grainType, Dictionary<string, string> properties)
    {
        if (RoleOf(grainClass) is var role && role != SiloRoles.None)
        {
            new RolePlacementFilter(role, NamesSilo(grainClass, role)).PopulateGrainProperties(services, grainClass, grainType, properties);
        }
    }

    /// <summary>A grain that holds a device is at the place that its key names; a stateless one runs on any worker.</summary>
    private static bool NamesSilo(Type grainClass, SiloRoles role) =>
        role == SiloRoles.Worker && !grainClass.IsDefined(typeof(Orleans.Concurrency.StatelessWorkerAttribute), inherit: false);

    private static SiloRoles RoleOf(Type grainClass) => grainClass.Assembly switch
    {
        var assembly when assembly == typeof(WorkerGrain).Assembly => SiloRoles.Worker,
        var assembly when assembly == typeof(StateNames).Assembly => SiloRoles.Control,
        _ => SiloRoles.None,
    };
}
