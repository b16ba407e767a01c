using System.Reflection;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Tenancy;
using Freehold.Grains.Learning;
using Freehold.Grains.Tenancy;
using Freehold.Storage;
using Freehold.Storage.Outcomes;
using Freehold.Testing;
using Freehold.Testing.Embedded;
using Microsoft.Extensions.DependencyInjection;

namespace Freehold.Grains.Tests.Support;

/// <summary>The grains on the embedded runtime over a real outcome log, with a clock that the test moves.</summary>
internal sealed class House : IAsyncDisposable
{
    private readonly TempFolder _folder;

    private House(TempFolder folder, EmbeddedCluster cluster)
    {
        _folder = folder;
        Cluster = cluster;
    }

    public EmbeddedCluster Cluster { get; }

    public IGrainFactory Grains => Cluster.GrainFactory;

    public IOutcomeLog Log => Cluster.Services.GetRequiredService<IOutcomeLog>();

    /// <summary>Starts the grains.</summary>
    /// <param name="more">Registers what stands in the place of a part of the house.</param>
    /// <param name="grains">Assemblies with more grains.</param>
    public static async Task<House> StartAsync(Action<IServiceCollection>? more = null, params Assembly[] grains)
    {
        var folder = new TempFolder();
        var cluster = await EmbeddedCluster.StartAsync(
            options =>
            {
                options.GrainAssemblies.Add(typeof(StateNames).Assembly);
                Array.ForEach(grains, options.GrainAssemblies.Add);
                options.StreamProviders.Add(OutcomeStreams.Provider);
            },
            services =>
            {
                services.AddFreeholdStorage(folder.FullPath);
                services.AddSingleton<IIncomingGrainCallFilter, TenantCallFilter>();
                services.AddSingleton<TrainingThread>().AddSingleton(RoutingPrior.None);
                more?.Invoke(services);
            });
        return new House(folder, cluster);
    }

    /// <summary>The tenant's grain after the tenant was made; from here on the test acts for the system.</summary>
    public Task<ITenantGrain> MakeTenantAsync(string tenant)
    {
        // Not in an async method: what one enters is left at its end.
        TenantScope.EnterSystem();
        return MakeAsync(tenant);
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<ITenantGrain> MakeAsync(string tenant)
    {
        var grain = Grains.GetGrain<ITenantGrain>(tenant);
        await grain.CreateAsync(new CreateTenant { DisplayName = tenant }, default);
        return grain;
    }
}
