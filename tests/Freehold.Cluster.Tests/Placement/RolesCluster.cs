using System.Diagnostics.CodeAnalysis;
using Freehold.Clustering;
using Freehold.Clustering.Placement;
using Freehold.Contracts.Clustering;
using Freehold.Grains;
using Freehold.Inference;
using Freehold.Storage;
using Freehold.Storage.Artifacts;
using Freehold.Testing;
using Freehold.Workers;
using Freehold.Workers.Registry;
using Freehold.Workers.Students;
using Freehold.Workers.Training;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace Freehold.Cluster.Tests.Placement;

/// <summary>Five silos with different roles and devices.</summary>
public sealed class RolesCluster : IAsyncLifetime
{
    public const int SmallMebibytes = 8_000;
    public const int LargeMebibytes = 80_000;

    /// <summary>Two without models, then two that only work, then one that does both.</summary>
    public static readonly SiloCard[] Cards =
    [
        new("control-1", SiloRoles.Control, new Dictionary<string, int>()),
        new("control-2", SiloRoles.Control | SiloRoles.Gateway, new Dictionary<string, int>()),
        new("small", SiloRoles.Worker, new Dictionary<string, int> { ["cpu0"] = SmallMebibytes, ["cpu1"] = SmallMebibytes }),
        new("large", SiloRoles.Worker, new Dictionary<string, int> { ["cpu0"] = LargeMebibytes, ["gpu0"] = SmallMebibytes }),
        new("both", SiloRoles.Control | SiloRoles.Worker, new Dictionary<string, int> { ["cpu0"] = SmallMebibytes }),
    ];

    private readonly TempFolder _temp = new();
    private InProcessTestCluster _cluster = null!;
    private DataFolder _data = null!;

    public IClusterClient Client => _cluster.Client;

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(initialSilosCount: 0);
        _data = DataFolder.Open(_temp["data"]);
        var artifacts = new FileArtifactStore(_data, new ArtifactStoreOptions());
        var next = 0;
        builder.ConfigureSilo((_, silo) =>
        {
            var card = Cards[next++];
            silo.AddRolePlacement();
            silo.AddMemoryGrainStorage(StateNames.Storage);
            silo.Services.PostConfigure<SiloOptions>(options => options.SiloName = card.ToString());
            silo.Services.AddSingleton<IModelDevices, ManagedOnly>();
            silo.Services.AddFreeholdGate();
            silo.Services.AddFreeholdStudents(_temp["students"]);
            silo.Services.AddFreeholdTraining();
            silo.Services.AddSingleton<IArtifactStore>(artifacts);
            silo.Services.AddSingleton<EngineHost>();
            silo.Services.Configure<WorkerOptions>(options => options.SiloName = card.Name);
            silo.Services.AddSingleton(TimeProvider.System);
        });
        _cluster = builder.Build();
        foreach (var _ in Cards)
        {
            await _cluster.StartAdditionalSiloAsync();
        }

        await _cluster.InitializeClientAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _data.Dispose();
        _temp.Dispose();
    }

    public SiloCard CardOf(SiloAddress address)
    {
        var silo = (InProcessSiloHandle)_cluster.Silos.Single(silo => silo.SiloAddress.Equals(address));
        var name = silo.ServiceProvider.GetRequiredService<ILocalSiloDetails>().Name;
        return SiloCard.TryParse(name) ?? throw new InvalidOperationException($"'{name}' is no card.");
    }

    /// <summary>Placement is what is looked at; the models of these silos are computed by the managed engine.</summary>
    private sealed class ManagedOnly : IModelDevices
    {
        public bool TryOpen(ComputeDevice device, [NotNullWhen(true)] out ModelBackend? backend, [NotNullWhen(false)] out string? reason)
        {
            (backend, reason) = (ModelBackend.Managed, null);
            return true;
        }
    }
}
