using Freehold.Embedded.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Freehold.Benchmarks.Runtime;

/// <summary>The embedded runtime, as a host starts it.</summary>
internal sealed class RuntimeHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private RuntimeHost(ServiceProvider services) => _services = services;

    public IClusterClient Client => _services.GetRequiredService<IClusterClient>();

    private IEnumerable<IHostedLifecycleService> Hosted => _services.GetServices<IHostedService>().OfType<IHostedLifecycleService>();

    public static async Task<RuntimeHost> StartAsync(string streamProvider, CancellationToken cancellationToken)
    {
        var host = new RuntimeHost(new ServiceCollection()
            .AddEmbeddedGrains(options =>
            {
                options.GrainAssemblies.Add(typeof(AccountGrain).Assembly);
                options.StreamProviders.Add(streamProvider);
                options.MaxWaitingItemsPerSubscription = 1_000_000;
            })
            .BuildServiceProvider());
        foreach (var hosted in host.Hosted)
        {
            await hosted.StartingAsync(cancellationToken);
        }

        return host;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var hosted in Hosted)
        {
            await hosted.StoppedAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
    }
}
