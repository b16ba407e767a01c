using Freehold.Clustering.Membership;
using Freehold.Clustering.Placement;
using Freehold.Contracts.Outcomes;
using Freehold.Grains;
using Freehold.Grains.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Metadata;
using Orleans.Placement;
using Orleans.Serialization;
using Orleans.Storage;
using Orleans.Streams;

namespace Freehold.Clustering;

/// <summary>Puts a process into a cluster on PostgreSQL: as a silo, or as a client of one.</summary>
public static class ClusterHosting
{
    private const string Npgsql = "Npgsql";

    /// <summary>Under this name grain state and reminders are stored. It is part of the data.</summary>
    private const string ServiceId = "freehold";

    /// <summary>
    /// Time limit of a call that does not name its own. Who calls through a separate gateway learns of a dead silo only by it, and a stream is asked for its
    /// next step at half of it. Calls that may take longer (a whole answer, a ledger that catches up) have their own.
    /// </summary>
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A silo. A dead one is found by the others within about three seconds: three probes of a second are missed. Orleans' own five seconds
    /// a probe suit clusters over wide networks; ours are in one data centre, and requests wait meanwhile.
    /// </summary>
    public static IHostApplicationBuilder AddClusterSilo(this IHostApplicationBuilder builder, MemberSettings member)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(member);
        builder.Services.AddSingleton(member);
        builder.Services.AddHostedService<SiloRegistration>();
        return builder.UseOrleans(silo => silo
            .Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (member.ClusterId, ServiceId))
            .Configure<SiloOptions>(options => options.SiloName = member.Card.ToString())
            .Configure<EndpointOptions>(endpoint =>
                (endpoint.AdvertisedIPAddress, endpoint.SiloPort, endpoint.GatewayPort) = (member.Address, member.SiloPort, member.GatewayPort))
            .Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = CallTimeout)
            .Configure<ClusterMembershipOptions>(membership =>
            {
                membership.ProbeTimeout = TimeSpan.FromSeconds(1);
                membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
                membership.TableRefreshTimeout = TimeSpan.FromSeconds(10);
            })
            .UseAdoNetClustering(clustering => (clustering.Invariant, clustering.ConnectionString) = (Npgsql, member.ConnectionString))
            .UseAdoNetReminderService(reminders => (reminders.Invariant, reminders.ConnectionString) = (Npgsql, member.ConnectionString))
            .AddAdoNetGrainStorage(StateNames.Storage, storage => storage.Configure<Serializer>((options, serializer) =>
            {
                options.Invariant = Npgsql;
                options.ConnectionString = member.ConnectionString;
                options.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
            }))
            .AddMemoryStreams(OutcomeStreams.Provider, streams => streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly))
            .AddIncomingGrainCallFilter<TenantCallFilter>()
            .AddRolePlacement());
    }

    /// <summary>A client of the cluster: a gateway process that holds no grains.</summary>
    public static IHostApplicationBuilder AddClusterClient(this IHostApplicationBuilder builder, MemberSettings member)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(member);
        builder.Services.AddSingleton(member);
        builder.Services.AddHostedService<SiloRegistration>();
        return builder.UseOrleansClient(client => client
            .Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (member.ClusterId, ServiceId))
            .Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = CallTimeout)
            .Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5))
            .UseAdoNetClustering(clustering => (clustering.Invariant, clustering.ConnectionString) = (Npgsql, member.ConnectionString))
            .UseConnectionRetryFilter<SiloSearch>());
    }

    /// <summary>Places our grains by the roles of silos; see <see cref="RolePlacementFilter"/>.</summary>
    public static ISiloBuilder AddRolePlacement(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.AddSingleton<IGrainPropertiesProvider, RolePlacementProperties>();
        silo.Services.AddPlacementFilter<RolePlacementFilter, RolePlacementDirector>(ServiceLifetime.Transient);
        return silo;
    }
}
