using System.Collections.Concurrent;
using Freehold.Conformance.Tests.Grains;
using Freehold.Testing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Storage;
using Orleans.TestingHost;

namespace Freehold.Conformance.Tests.Support;

/// <summary>The conformance suite on Orleans: one silo in this process, with the test's clock where grains see time.</summary>
public static partial class ConformanceCluster
{
    /// <summary>Starts a silo with the suite's grains and filters.</summary>
    public static async Task<IConformanceCluster> StartAsync()
    {
        var cluster = new OrleansConformanceCluster();
        await cluster.StartAsync();
        return cluster;
    }

    private sealed class OrleansConformanceCluster : IConformanceCluster
    {
        private static readonly TimeSpan Pulse = TimeSpan.FromMilliseconds(20);
        private static readonly TimeSpan Age = TimeSpan.FromMinutes(10);

        private readonly ManualTimeProvider _time = new(TimeProvider.System.GetUtcNow());
        private readonly ConcurrentDictionary<string, StoredRecord> _records = new();
        private readonly KeptReminders _reminders = new();
        private readonly Timer _pulse;
        private InProcessTestCluster? _cluster;

        // Streams are pulled by timers that share the grains' clock, so it also moves as the real one does.
        public OrleansConformanceCluster() => _pulse = new Timer(_ => _time.Advance(Pulse), null, Pulse, Pulse);

        public IGrainFactory GrainFactory => Client;

        public IClusterClient Client => _cluster?.Client ?? throw new InvalidOperationException("The cluster is stopped.");

        public TimeSpan CollectionAge => Age;

        public bool IdlenessFollowsClock => false;

        public void AdvanceTime(TimeSpan span) => _time.Advance(span);

        public async Task StartAsync()
        {
            var builder = new InProcessTestClusterBuilder(1);
            builder.ConfigureSilo((_, silo) => ConfigureSilo(silo));
            builder.ConfigureClient(client =>
            {
                client.AddMemoryStreams(StreamProvider);
                client.AddOutgoingGrainCallFilter<StampingFilter>();
            });
            _cluster = builder.Build();
            await _cluster.DeployAsync();
        }

        public async Task RestartAsync()
        {
            await _cluster!.StopAllSilosAsync();
            await _cluster.DisposeAsync();
            await StartAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await _pulse.DisposeAsync();
            if (_cluster is { } cluster)
            {
                _cluster = null;
                await cluster.StopAllSilosAsync();
                await cluster.DisposeAsync();
            }
        }

        private void ConfigureSilo(ISiloBuilder silo)
        {
            silo.AddMemoryStreams(StreamProvider);
            silo.AddReminders();
            silo.AddIncomingGrainCallFilter<RecordingFilter>();
            silo.AddOutgoingGrainCallFilter<StampingFilter>();

            // One that is further off is loaded when it comes nearer, which a clock that jumps passes over.
            silo.Configure<ReminderOptions>(options => options.ReminderLoadingWindow = TimeSpan.FromDays(1));
            silo.Configure<GrainCollectionOptions>(options =>
            {
                options.CollectionAge = Age;
                options.CollectionQuantum = TimeSpan.FromSeconds(10);
            });
            silo.Services.AddSingleton<IReminderTable>(_reminders);
            silo.Services.AddKeyedSingleton<IGrainStorage>("Default", (_, _) => new KeptStorage(_records));
            silo.Services.AddSingleton<IGrainStorage>(_ => new KeptStorage(_records));
            silo.Services.AddKeyedSingleton<IGrainStorage>("PubSubStore", (_, _) => new KeptStorage(_records));
            foreach (var name in new[] { TimeProviderNames.Grains, TimeProviderNames.Messaging, TimeProviderNames.ActivationManagement, "Orleans.Reminders" })
            {
                silo.Services.AddKeyedSingleton<TimeProvider>(name, _time);
            }
        }
    }
}
