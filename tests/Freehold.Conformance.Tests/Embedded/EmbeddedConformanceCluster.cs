using Freehold.Conformance.Tests.Grains;
using Freehold.Embedded.Hosting;
using Freehold.Testing.Embedded;
using Freehold.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Freehold.Conformance.Tests.Support;

/// <summary>The conformance suite on the embedded runtime.</summary>
public static partial class ConformanceCluster
{
    /// <summary>Starts a runtime with the suite's grains and filters.</summary>
    public static Task<IConformanceCluster> StartAsync() => StartAsync(_ => { });

    /// <summary>Starts a runtime that keeps its states in a PostgreSQL database; skips the test where there is no server.</summary>
    public static async Task<IConformanceCluster> StartOnPostgresAsync()
    {
        Assert.SkipWhen(PostgresServer.SkipReason is not null, PostgresServer.SkipReason ?? "");
        var source = NpgsqlDataSource.Create(PostgresServer.Shared.CreateDatabase());
        return await StartAsync(options => (options.DataFile, options.Postgres) = (null, source), source);
    }

    private static async Task<IConformanceCluster> StartAsync(Action<EmbeddedGrainOptions> configure, NpgsqlDataSource? source = null) =>
        new EmbeddedConformanceCluster(await EmbeddedCluster.StartAsync(
        options =>
        {
            configure(options);
            options.GrainAssemblies.Add(typeof(ConformanceCluster).Assembly);
            options.StreamProviders.Add(StreamProvider);
            options.CollectionAge = EmbeddedConformanceCluster.Age;
        },
        services =>
        {
            services.AddSingleton<IIncomingGrainCallFilter, RecordingFilter>();
            services.AddSingleton<IOutgoingGrainCallFilter, StampingFilter>();
        }), source);

    private sealed class EmbeddedConformanceCluster(EmbeddedCluster cluster, NpgsqlDataSource? source) : IConformanceCluster
    {
        public static readonly TimeSpan Age = TimeSpan.FromMinutes(10);

        public IGrainFactory GrainFactory => cluster.GrainFactory;

        public IClusterClient Client => cluster.Client;

        public TimeSpan CollectionAge => Age;

        public bool IdlenessFollowsClock => true;

        public void AdvanceTime(TimeSpan span) => cluster.Time.Advance(span);

        public Task RestartAsync() => cluster.RestartAsync();

        public async ValueTask DisposeAsync()
        {
            await cluster.DisposeAsync();
            if (source is not null)
            {
                await source.DisposeAsync();
            }
        }
    }
}
