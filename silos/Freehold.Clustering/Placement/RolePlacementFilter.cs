using Freehold.Contracts.Clustering;
using Orleans.Metadata;
using Orleans.Placement;

namespace Freehold.Clustering.Placement;

/// <summary>Keeps a grain to silos with the role that its class needs.</summary>
public sealed class RolePlacementFilter(SiloRoles role) : PlacementFilterStrategy(order: 0)
{
    private const string RoleProperty = "role";

    /// <summary>For the container; the role comes with the grain's properties.</summary>
    public RolePlacementFilter()
        : this(SiloRoles.None)
    {
    }

    /// <summary>The role that a silo must have.</summary>
    public SiloRoles Role { get; private set; } = role;

    /// <inheritdoc/>
    public override void AdditionalInitialize(GrainProperties properties)
    {
        var text = GetPlacementFilterGrainProperty(RoleProperty, properties);
        Role = SiloRolesText.TryParse(text, out var parsed)
            ? parsed
            : throw new InvalidOperationException($"'{text}' is no role of a silo; the silos run different versions.");
    }

    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, string>> GetAdditionalGrainProperties(
        IServiceProvider services, Type grainClass, GrainType grainType, IReadOnlyDictionary<string, string> existingProperties) =>
        [new(RoleProperty, Role.ToText())];
}
