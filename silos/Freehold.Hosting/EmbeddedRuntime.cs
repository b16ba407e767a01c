using Freehold.Contracts.Outcomes;
using Freehold.Embedded.Hosting;
using Freehold.Grains;
using Freehold.Grains.Tenancy;
using Freehold.Storage;
using Freehold.Workers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Freehold.Hosting;

/// <summary>Hosts the grains on the single-process runtime, with their state in the data folder.</summary>
internal static class ActorRuntime
{
    /// <summary>What this build calls its runtime.</summary>
    public const string Name = "embedded";

    public static void AddActorRuntime(this WebApplicationBuilder builder)
    {
        builder.Services.AddEmbeddedGrains(options =>
        {
            options.GrainAssemblies.Add(typeof(StateNames).Assembly);
            options.GrainAssemblies.Add(typeof(WorkerGrain).Assembly);
            options.StreamProviders.Add(OutcomeStreams.Provider);
        });
        builder.Services.AddSingleton<IConfigureOptions<EmbeddedGrainOptions>, DataFileInDataFolder>();
        builder.Services.AddSingleton<IIncomingGrainCallFilter, TenantCallFilter>();
    }

    private sealed class DataFileInDataFolder(DataFolder folder) : IConfigureOptions<EmbeddedGrainOptions>
    {
        public void Configure(EmbeddedGrainOptions options) => options.DataFile = folder.GrainStatePath;
    }
}
