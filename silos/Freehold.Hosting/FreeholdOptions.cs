using Freehold.Contracts.Clustering;
using Freehold.Grains.Distillation.Checks;
using Freehold.Grains.Providers;
using Freehold.Workers;

namespace Freehold.Hosting;

/// <summary>Everything under <c>Freehold:</c> that the host itself reads; rooms bind sections of their own.</summary>
public sealed class FreeholdOptions
{
    /// <summary>The folder that holds all that an installation keeps.</summary>
    /// <value>Default: <c>freehold</c> in the user's local application data.</value>
    public string DataFolder { get; set; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "freehold");

    /// <summary>
    /// The PostgreSQL database that holds everything instead of the data folder: <c>Host=…;Database=…</c> or <c>postgres://…</c>.
    /// </summary>
    public string? Postgres { get; set; }

    /// <summary>What this process does: some of <c>gateway,control,worker</c>. The embedded runtime does all of it.</summary>
    /// <value>Default: all three.</value>
    public string Roles { get; set; } = SiloRoles.All.ToText();

    /// <summary>This process as a member of a cluster; the Orleans build with <see cref="Postgres"/> only.</summary>
    public ClusterSettings Cluster { get; set; } = new();

    /// <summary>Local models, by name.</summary>
    public Dictionary<string, ModelOptions> Models { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Whether the model that comes with the program is offered, as <c>starter</c>.</summary>
    /// <value>
    /// Default null: where no model is configured, and this process is no member of a cluster. True: always; false: never. <c>auto</c> chooses
    /// it only where there is no other model and no provider.
    /// </value>
    public bool? Starter { get; set; }

    /// <summary>Upstreams, by name.</summary>
    public Dictionary<string, ProviderOptions> Providers { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Checks of students' answers, by name.</summary>
    public Dictionary<string, CheckOptions> Checks { get; set; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>This process as a member of a cluster: <c>Freehold:Cluster</c>.</summary>
public sealed class ClusterSettings
{
    /// <summary>The cluster; members of one database and one id find each other.</summary>
    /// <value>Default <c>freehold</c>.</value>
    public string Id { get; set; } = "freehold";

    /// <summary>This member's name, unique in its cluster; the first part of its workers' keys.</summary>
    /// <value>Default: the machine's name, and for a separate gateway <c>MACHINE-gateway</c>.</value>
    public string? Name { get; set; }

    /// <summary>The address that other members reach this one by.</summary>
    /// <value>Default: the one by which this machine reaches the database.</value>
    public string? Address { get; set; }

    /// <summary>The port for other silos.</summary>
    /// <value>Default: the first free one from 11111 on.</value>
    public int? SiloPort { get; set; }

    /// <summary>The port for separate gateways.</summary>
    /// <value>Default: the first free one from 30000 on.</value>
    public int? GatewayPort { get; set; }

    /// <summary>Memory that models of this silo may take, in MiB.</summary>
    /// <value>Default: what the machine or the container has.</value>
    public int? DeviceMemoryMebibytes { get; set; }
}
