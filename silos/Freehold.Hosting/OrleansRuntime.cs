using Freehold.Contracts.Outcomes;
using Freehold.Grains;
using Freehold.Grains.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Freehold.Hosting;

/// <summary>Hosts the grains on Orleans, as one silo that clusters with nobody and keeps grain state in memory.</summary>
internal static class ActorRuntime
{
    /// <summary>What this build calls its runtime.</summary>
    public const string Name = "Orleans";

    public static void AddActorRuntime(this WebApplicationBuilder builder) => builder.UseOrleans(silo => silo
        .UseLocalhostClustering()
        .AddMemoryGrainStorage(StateNames.Storage)
        .AddMemoryGrainStorage("PubSubStore")
        .AddMemoryStreams(OutcomeStreams.Provider)
        .UseInMemoryReminderService()
        .AddIncomingGrainCallFilter<TenantCallFilter>());
}
