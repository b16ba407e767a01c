using Freehold.Contracts.Clustering;
using Orleans.Metadata;
using Orleans.Placement;

namespace Freehold.Clustering.Placement;

/// <summary>Keeps a grain to silos with the role that its class needs.</summary>
/// <param name="role">The role.</param>
/// <param name="namesSilo">True where the grain's key is that of a worker, and names its silo and its device.</param>
public sealed class RolePlacementFilter(SiloRoles role, bool namesSilo) : PlacementFilterStrategy(order: 0)
{
    private const string RoleProperty = "role";
    private const string NamesSiloProperty = "names-silo";

    /// <summary>For the container; the role comes with the grain's properties.</summary>
    public RolePlacementFilter()
        : this(SiloRoles.None, false)
    {
    }

    /// <summary>True where the grain's key is that of a worker, and names its silo and its device.</summary>
    public bool NamesSilo { get; private set; } = namesSilo;

    /// <summary>The role that a silo must have.</summary>
    public SiloRoles Role { get; private set; } = role;

    /// <inheritdoc/>
    public override void AdditionalInitialize(GrainProperties properties)
    {
        var text = GetPlacementFilterGrainProperty(RoleProperty, properties);
        Role = SiloRolesText.TryParse(text, out var parsed)
            ? parsed
            : throw new InvalidOperationException($"'{text}' is no role of a silo; the silos run different versions.");
        NamesSilo = GetPlacementFilterGrainProperty(NamesSiloProperty, properties) == bool.TrueString;
    }

    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, string>> GetAdditionalGrainProperties(
        IServiceProvider services, Type grainClass, GrainType grainType, IReadOnlyDictionary<string, string> existingProperties) =>
        [new(RoleProperty, Role.ToText()), new(NamesSiloProperty, NamesSilo.ToString())];
}
