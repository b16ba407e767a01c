using Freehold.Conformance.Tests.Grains;
using Freehold.Testing.Embedded;
using Microsoft.Extensions.DependencyInjection;

namespace Freehold.Conformance.Tests.Support;

/// <summary>The conformance suite on the embedded runtime.</summary>
public static partial class ConformanceCluster
{
    /// <summary>Starts a runtime with the suite's grains and filters.</summary>
    public static async Task<IConformanceCluster> StartAsync() => new EmbeddedConformanceCluster(await EmbeddedCluster.StartAsync(
        options =>
        {
            options.GrainAssemblies.Add(typeof(ConformanceCluster).Assembly);
            options.StreamProviders.Add(StreamProvider);
            options.CollectionAge = EmbeddedConformanceCluster.Age;
        },
        services =>
        {
            services.AddSingleton<IIncomingGrainCallFilter, RecordingFilter>();
            services.AddSingleton<IOutgoingGrainCallFilter, StampingFilter>();
        }));

    private sealed class EmbeddedConformanceCluster(EmbeddedCluster cluster) : IConformanceCluster
    {
        public static readonly TimeSpan Age = TimeSpan.FromMinutes(10);

        public IGrainFactory GrainFactory => cluster.GrainFactory;

        public IClusterClient Client => cluster.Client;

        public TimeSpan CollectionAge => Age;

        public bool IdlenessFollowsClock => true;

        public void AdvanceTime(TimeSpan span) => cluster.Time.Advance(span);

        public Task RestartAsync() => cluster.RestartAsync();

        public ValueTask DisposeAsync() => cluster.DisposeAsync();
    }
}
