using Freehold.Embedded.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;

namespace Freehold.Testing.Embedded;

/// <summary>
/// A runtime for tests, with a clock that the test moves:
/// <code>await using var cluster = await EmbeddedCluster.StartAsync(options => options.GrainAssemblies.Add(typeof(MyGrain).Assembly));</code>
/// Its data live in a file of its own, or in the options' file, so that <see cref="RestartAsync"/> finds them again.
/// </summary>
public sealed class EmbeddedCluster : IAsyncDisposable
{
    /// <summary>After this, grains that do not end are abandoned.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);

    private readonly Action<EmbeddedGrainOptions> _configure;
    private readonly Action<IServiceCollection>? _services;
    private readonly TempFolder _folder = new();
    private ServiceProvider? _provider;

    private EmbeddedCluster(Action<EmbeddedGrainOptions> configure, Action<IServiceCollection>? services)
    {
        _configure = configure;
        _services = services;
    }

    /// <summary>The clock of the runtime; it goes on over a restart.</summary>
    public ManualTimeProvider Time { get; } = new();

    /// <summary>The way into the runtime that runs now.</summary>
    public IClusterClient Client => Services.GetRequiredService<IClusterClient>();

    /// <summary>References to grains of the runtime that runs now.</summary>
    public IGrainFactory GrainFactory => Client;

    /// <summary>The services of the runtime that runs now.</summary>
    public IServiceProvider Services => _provider ?? throw new InvalidOperationException("The cluster is stopped.");

    /// <summary>Starts a runtime.</summary>
    /// <param name="configure">Sets the options; at least one grain assembly.</param>
    /// <param name="services">Adds the services that the grains need, and call filters.</param>
    public static async Task<EmbeddedCluster> StartAsync(Action<EmbeddedGrainOptions> configure, Action<IServiceCollection>? services = null)
    {
        var cluster = new EmbeddedCluster(configure, services);
        await cluster.StartAsync();
        return cluster;
    }

    /// <summary>Stops the runtime, deactivating all grains, and starts another over the same data.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Dispose();
    }

    private async Task StartAsync()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddEmbeddedGrains(options =>
        {
            options.DataFile = _folder["grains.db"];
            _configure(options);
        });
        _services?.Invoke(services);
        _provider = services.BuildServiceProvider();
        foreach (var hosted in _provider.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
        {
            await hosted.StartingAsync(CancellationToken.None);
        }
    }

    private async Task StopAsync()
    {
        if (_provider is not { } provider)
        {
            return;
        }

        _provider = null;
        using var patience = new CancellationTokenSource(StopPatience);
        foreach (var hosted in provider.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
        {
            await hosted.StoppedAsync(patience.Token);
        }

        await provider.DisposeAsync();
    }
}
