using Freehold.Contracts.Clustering;
using Freehold.Contracts.Outcomes;
using Freehold.Embedded.Hosting;
using Freehold.Grains;
using Freehold.Grains.Tenancy;
using Freehold.Storage;
using Freehold.Storage.Postgres;
using Freehold.Workers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Freehold.Hosting;

/// <summary>Hosts the grains on the single-process runtime, with their state in the data folder or in PostgreSQL.</summary>
internal static class ActorRuntime
{
    /// <summary>What this build calls its runtime.</summary>
    public const string Name = "embedded";

    /// <summary>False: one process does everything.</summary>
    public const bool HasRoles = false;

    /// <summary>Adds the runtime; returns the name of this silo.</summary>
    public static string AddActorRuntime(this WebApplicationBuilder builder, FreeholdOptions options, SiloRoles roles)
    {
        builder.Services.AddEmbeddedGrains(options =>
        {
            options.GrainAssemblies.Add(typeof(StateNames).Assembly);
            options.GrainAssemblies.Add(typeof(WorkerGrain).Assembly);
            options.StreamProviders.Add(OutcomeStreams.Provider);
        });
        if (options.Postgres is null)
        {
            builder.Services.AddSingleton<IConfigureOptions<EmbeddedGrainOptions>, InDataFolder>();
        }
        else
        {
            builder.Services.AddSingleton<IConfigureOptions<EmbeddedGrainOptions>, InPostgres>();
        }

        builder.Services.AddSingleton<IIncomingGrainCallFilter, TenantCallFilter>();
        return options.Cluster.Name ?? "local";
    }

    private sealed class InDataFolder(DataFolder folder) : IConfigureOptions<EmbeddedGrainOptions>
    {
        public void Configure(EmbeddedGrainOptions options) => options.DataFile = folder.GrainStatePath;
    }

    private sealed class InPostgres(PostgresDatabase database) : IConfigureOptions<EmbeddedGrainOptions>
    {
        public void Configure(EmbeddedGrainOptions options) => options.Postgres = database.DataSource;
    }
}
