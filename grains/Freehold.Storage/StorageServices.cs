using Freehold.Storage.Outcomes;
using Freehold.Storage.Outcomes.Postgres;
using Freehold.Storage.Outcomes.Sqlite;
using Freehold.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Freehold.Storage;

/// <summary>Registers what keeps things on disk.</summary>
public static partial class StorageServices
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

    /// <summary>
    /// Adds the <see cref="PostgresDatabase"/> behind <paramref name="connectionString"/> and the <see cref="IOutcomeLog"/> in it. The
    /// database opens, and its schema is upgraded, before any hosted service starts, so that a wrong connection string or a newer schema
    /// ends the start with its one line.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="connectionString">In the driver's form or a <c>postgres://</c> URI.</param>
    /// <param name="configure">Changes the bounds of the outcome log.</param>
    public static IServiceCollection AddFreeholdPostgresStorage(
        this IServiceCollection services, string connectionString, Action<PostgresOutcomeLogOptions>? configure = null)
    {
        services.AddOptions<PostgresOutcomeLogOptions>().Configure(options => configure?.Invoke(options));
        services.AddSingleton<IValidateOptions<PostgresOutcomeLogOptions>, PostgresOutcomeLogOptionsValidator>();
        services.AddSingleton(provider => OpenPostgres(connectionString, provider.GetRequiredService<ILogger<PostgresDatabase>>()));
        services.AddSingleton<IOutcomeLog>(provider => new PostgresOutcomeLog(
            provider.GetRequiredService<PostgresDatabase>(),
            provider.GetRequiredService<IOptions<PostgresOutcomeLogOptions>>().Value,
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider.GetRequiredService<ILogger<PostgresOutcomeLog>>()));
        services.AddHostedService<OpenAtStart>();
        return services;
    }

    private static PostgresDatabase OpenPostgres(string connectionString, ILogger logger)
    {
        var database = PostgresDatabase.Open(connectionString);
        try
        {
            var (from, to) = PostgresSchema.Upgrade(database);
            if (from != to)
                LogUpgraded(logger, database.Name, from, to);
            if (database.Warning is { } warning)
                LogWarning(logger, warning);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    [LoggerMessage(21, LogLevel.Information, "The schema of the {Database} was upgraded from version {From} to {To}.")]
    private static partial void LogUpgraded(ILogger logger, string database, int from, int to);

    [LoggerMessage(22, LogLevel.Warning, "{Warning}")]
    private static partial void LogWarning(ILogger logger, string warning);

    // The host makes all hosted services before it starts the first one.
    private sealed class OpenAtStart : IHostedService
    {
        public OpenAtStart(IOutcomeLog log) => ArgumentNullException.ThrowIfNull(log);

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
