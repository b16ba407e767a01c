using Freehold.Storage.Outcomes;
using Freehold.Storage.Outcomes.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Freehold.Storage;

/// <summary>Registers what keeps things on disk.</summary>
public static class StorageServices
{
    /// <summary>
    /// Adds the <see cref="DataFolder"/> at <paramref name="dataFolderPath"/> and the <see cref="IOutcomeLog"/> in it. Both open before any
    /// hosted service starts, so that a folder in use or a newer schema ends the start with its one line; both close with the host.
    /// </summary>
    public static IServiceCollection AddFreeholdStorage(
        this IServiceCollection services, string dataFolderPath, Action<SqliteOutcomeLogOptions>? configure = null)
    {
        services.AddOptions<SqliteOutcomeLogOptions>().Configure(options => configure?.Invoke(options));
        services.AddSingleton<IValidateOptions<SqliteOutcomeLogOptions>, SqliteOutcomeLogOptionsValidator>();
        services.AddSingleton(_ => DataFolder.Open(dataFolderPath));
        services.AddSingleton<IOutcomeLog>(provider => SqliteOutcomeLog.Open(
            provider.GetRequiredService<DataFolder>(),
            provider.GetRequiredService<IOptions<SqliteOutcomeLogOptions>>().Value,
            provider.GetRequiredService<ILogger<SqliteOutcomeLog>>()));
        services.AddHostedService<OpenAtStart>();
        return services;
    }

    // The host makes all hosted services before it starts the first one.
    private sealed class OpenAtStart : IHostedService
    {
        public OpenAtStart(IOutcomeLog log) => ArgumentNullException.ThrowIfNull(log);

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
