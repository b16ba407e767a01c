using System.Net;
using Freehold.Clustering;
using Freehold.Clustering.Membership;
using Freehold.Clustering.Placement;
using Freehold.Clustering.Serialization;
using Freehold.Contracts.Clustering;
using Freehold.Contracts.Inference;
using Freehold.Contracts.Outcomes;
using Freehold.Grains;
using Freehold.Grains.Tenancy;
using Freehold.Storage.Postgres;
using Freehold.Workers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Streams;

namespace Freehold.Hosting;

/// <summary>Hosts the grains on Orleans: in a cluster on PostgreSQL, or without one as a single silo for trying things out.</summary>
internal static class ActorRuntime
{
    /// <summary>What this build calls its runtime.</summary>
    public const string Name = "Orleans";

    /// <summary>True: processes of a cluster may share the work.</summary>
    public const bool HasRoles = true;

    /// <summary>Most calls that wait for one activation; over it a call is refused. The embedded runtime has the same bound.</summary>
    private const int MaxWaitingCalls = 10_000;

    private const int FirstSiloPort = 11_111;
    private const int FirstGatewayPort = 30_000;

    /// <summary>Adds the runtime; returns the name of this silo.</summary>
    public static string AddActorRuntime(this WebApplicationBuilder builder, FreeholdOptions options, SiloRoles roles)
    {
        builder.Services.AddCrossingExceptions();
        builder.Services.Configure<SiloMessagingOptions>(messaging => messaging.MaxEnqueuedRequestsHardLimit = MaxWaitingCalls);
        if (options.Postgres is null)
        {
            builder.UseOrleans(AddSingleSilo);
            return options.Cluster.Name ?? "local";
        }

        var ports = new MemberPorts();
        builder.Services.AddSingleton(ports);
        var member = ToMember(options, roles, ports);
        if (roles == SiloRoles.Gateway)
        {
            builder.AddClusterClient(member);
        }
        else
        {
            builder.AddClusterSilo(member);
        }

        return member.Card.Name;
    }

    /// <summary>Clusters with nobody, and keeps grain state in memory: the tenants and keys of one run.</summary>
    private static void AddSingleSilo(ISiloBuilder silo) => silo
        .UseLocalhostClustering()
        .AddMemoryGrainStorage(StateNames.Storage)
        .AddMemoryStreams(OutcomeStreams.Provider, streams => streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly))
        .UseInMemoryReminderService()
        .AddIncomingGrainCallFilter<TenantCallFilter>();

    private static MemberSettings ToMember(FreeholdOptions options, SiloRoles roles, MemberPorts ports)
    {
        var connectionString = PostgresConnectionString.Normalize(options.Postgres!);
        var memory = options.Cluster.DeviceMemoryMebibytes ?? new WorkerOptions().DeviceMemoryMebibytes;
        return new MemberSettings
        {
            ClusterId = options.Cluster.Id,
            Card = new SiloCard(
                options.Cluster.Name ?? DefaultName(roles),
                roles,
                roles.HasFlag(SiloRoles.Worker) ? new Dictionary<string, int> { [WorkerId.Cpu] = memory } : []),
            ConnectionString = connectionString,
            Address = options.Cluster.Address is { } address ? IPAddress.Parse(address) : Endpoints.AddressTowards(connectionString),
            SiloPort = ports.Take(options.Cluster.SiloPort, FirstSiloPort, "Freehold:Cluster:SiloPort"),
            GatewayPort = ports.Take(options.Cluster.GatewayPort, FirstGatewayPort, "Freehold:Cluster:GatewayPort"),
        };
    }

    private static string DefaultName(SiloRoles roles) =>
        SiloName.From(roles == SiloRoles.Gateway ? $"{Environment.MachineName}-gateway" : Environment.MachineName);
}
