using System.ComponentModel.DataAnnotations;

namespace Freehold.Grains.Registry;

/// <summary>What a version needs before it may serve: <c>Freehold:Registry</c>.</summary>
public sealed class RegistryOptions
{
    /// <summary>Where they are in the configuration.</summary>
    public const string Section = "Freehold:Registry";

    /// <summary>
    /// True where nothing serves that nobody has approved: workers load no such model, and no such version becomes current.
    /// </summary>
    /// <value>Default false: only quarantined imports need approvals.</value>
    public bool RequireApproval { get; set; }

    /// <summary>People who must approve a quarantined import.</summary>
    /// <value>Default 2.</value>
    [Range(1, 8)]
    public int ApprovalsNeeded { get; set; } = 2;

    /// <summary>
    /// Folder of the versions that workers load by their place in it (<c>location</c> of a version). A model's current version is loaded
    /// from there, and when another becomes current, that one takes its place while requests go on.
    /// </summary>
    /// <value>Default: none, and models are loaded from where the configuration says.</value>
    public string? ModelsFolder { get; set; }

    /// <summary>Approvals that a version needs.</summary>
    internal int NeededBy(bool quarantined) => quarantined ? ApprovalsNeeded : RequireApproval ? 1 : 0;
}
