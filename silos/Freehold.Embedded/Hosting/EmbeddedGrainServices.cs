using Freehold.Embedded.References;
using Freehold.Embedded.Reminders;
using Freehold.Embedded.State;
using Freehold.Embedded.Streams;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams;
using Orleans.Timers;

namespace Freehold.Embedded.Hosting;

/// <summary>Adds the embedded runtime to a host.</summary>
public static class EmbeddedGrainServices
{
    /// <summary>
    /// Adds the embedded runtime: <see cref="IGrainFactory"/>, <see cref="IClusterClient"/>, storage, reminders, streams, and
    /// the hosted service that starts and stops them. Options may also be set through <c>services.Configure</c>.
    /// </summary>
    public static IServiceCollection AddEmbeddedGrains(this IServiceCollection services, Action<EmbeddedGrainOptions> configure)
    {
        services.AddOptions<EmbeddedGrainOptions>().Configure(configure);
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<EmbeddedRuntime>();
        services.AddStateStore();
        services.AddSingleton<ReminderService>();
        services.AddSingleton<IReminderRegistry>(provider => provider.GetRequiredService<ReminderService>());
        services.AddSingleton<GrainFactory>();
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<GrainFactory>());
        services.AddSingleton<IClusterClient>(provider => provider.GetRequiredService<GrainFactory>());
        services.AddSingleton<IGrainContextAccessor, GrainContextAccessor>();
        services.AddSingleton<StreamHub>();
        services.AddKeyedSingleton<IStreamProvider>(
            KeyedService.AnyKey, (provider, name) => provider.GetRequiredService<StreamHub>().ProviderOf((string)name!));
        services.AddSingleton<IHostedService, EmbeddedHost>();
        return services;
    }

    private sealed class GrainContextAccessor : IGrainContextAccessor
    {
        public IGrainContext? GrainContext => RuntimeContext.Current;
    }
}
