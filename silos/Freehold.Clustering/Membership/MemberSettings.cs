using System.Net;
using Freehold.Clustering.Placement;

namespace Freehold.Clustering.Membership;

/// <summary>This process as a member of a cluster.</summary>
public sealed record MemberSettings
{
    /// <summary>The cluster; silos of one database and one id find each other.</summary>
    public required string ClusterId { get; init; }

    /// <summary>Name, roles and devices.</summary>
    public required SiloCard Card { get; init; }

    /// <summary>Where the cluster's tables are, in Npgsql's form.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>The address that other members reach this one by.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>For other silos.</summary>
    public required int SiloPort { get; init; }

    /// <summary>For clients of the cluster, as separate gateways.</summary>
    public required int GatewayPort { get; init; }
}
