using Freehold.Storage.Artifacts;
using Freehold.Storage.Audit;
using Freehold.Storage.Audit.Postgres;
using Freehold.Storage.Audit.Sqlite;
using Freehold.Storage.Ledger;
using Freehold.Storage.Ledger.Postgres;
using Freehold.Storage.Ledger.Sqlite;
using Freehold.Storage.Outcomes;
using Freehold.Storage.Outcomes.Postgres;
using Freehold.Storage.Outcomes.Sharing;
using Freehold.Storage.Outcomes.Sqlite;
using Freehold.Storage.Postgres;
using Freehold.Storage.Transcripts;
using Freehold.Storage.Transcripts.Postgres;
using Freehold.Storage.Transcripts.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Freehold.Storage;

/// <summary>Registers what keeps things on disk.</summary>
public static partial class StorageServices
{
    /// <summary>
    /// Adds the <see cref="DataFolder"/> at <paramref name="dataFolderPath"/>, and in it the <see cref="IOutcomeLog"/>, the
    /// <see cref="ILedger"/>, the <see cref="IAuditLog"/>, the <see cref="ITranscriptStore"/> and the <see cref="IArtifactStore"/>. All
    /// open before any hosted service starts, so that a folder in use or a newer schema ends the start with its one line; all close with
    /// the host.
    /// </summary>
    public static IServiceCollection AddFreeholdStorage(
        this IServiceCollection services, string dataFolderPath, Action<SqliteOutcomeLogOptions>? configure = null)
    {
        services.AddOptions<SqliteOutcomeLogOptions>().Configure(options => configure?.Invoke(options));
        services.AddSingleton<IValidateOptions<SqliteOutcomeLogOptions>, SqliteOutcomeLogOptionsValidator>();
        services.AddSingleton(_ => DataFolder.Open(dataFolderPath));
        services.AddSingleton(provider => SqliteOutcomeLog.Open(
            provider.GetRequiredService<DataFolder>(),
            provider.GetRequiredService<IOptions<SqliteOutcomeLogOptions>>().Value,
            provider.GetRequiredService<ILogger<SqliteOutcomeLog>>()));
        services.AddSingleton<IOutcomeLog>(provider => new SharedOutcomeReads(provider.GetRequiredService<SqliteOutcomeLog>()));
        services.AddSingleton<ILedger>(provider => SqliteLedger.Open(provider.GetRequiredService<DataFolder>()));
        services.AddSingleton<IAuditLog>(provider => SqliteAuditLog.Open(provider.GetRequiredService<DataFolder>()));
        services.AddSingleton<ITranscriptStore>(provider =>
        {
            // Made after the log whose file it reads, it is closed before it.
            provider.GetRequiredService<SqliteOutcomeLog>();
            return SqliteTranscriptStore.Open(provider.GetRequiredService<DataFolder>(), provider.Time());
        });
        services.AddArtifacts(provider => new FileArtifactStore(
            provider.GetRequiredService<DataFolder>(), provider.GetRequiredService<IOptions<ArtifactStoreOptions>>().Value));
        services.AddHostedService<OpenAtStart>();
        services.AddTranscriptSweeper();
        return services;
    }

    /// <summary>
    /// Adds the <see cref="PostgresDatabase"/> behind <paramref name="connectionString"/>, and in it the <see cref="IOutcomeLog"/>,
    /// the <see cref="ILedger"/>, the <see cref="IAuditLog"/>, the <see cref="ITranscriptStore"/> and the <see cref="IArtifactStore"/>. The
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
        services.AddFreeholdPostgres(connectionString);
        services.AddSingleton(provider => new PostgresOutcomeLog(
            provider.GetRequiredService<PostgresDatabase>(),
            provider.GetRequiredService<IOptions<PostgresOutcomeLogOptions>>().Value,
            provider.Time(),
            provider.GetRequiredService<ILogger<PostgresOutcomeLog>>()));
        services.AddSingleton<IOutcomeLog>(provider => new SharedOutcomeReads(provider.GetRequiredService<PostgresOutcomeLog>()));
        services.AddSingleton<ILedger>(provider => new PostgresLedger(
            provider.GetRequiredService<PostgresDatabase>(), provider.Time()));
        services.AddSingleton<IAuditLog>(provider => new PostgresAuditLog(
            provider.GetRequiredService<PostgresDatabase>(), provider.Time()));
        services.AddSingleton<ITranscriptStore>(provider => new PostgresTranscriptStore(
            provider.GetRequiredService<PostgresDatabase>(), provider.Time()));
        services.AddHostedService<OpenAtStart>();
        services.AddTranscriptSweeper();
        return services;
    }

    /// <summary>
    /// Adds the <see cref="PostgresDatabase"/> with its <see cref="IArtifactStore"/>, for a process that logs nothing in it itself: a
    /// gateway, a worker. Whoever asks for it first opens it, and upgrades its schema.
    /// </summary>
    public static IServiceCollection AddFreeholdPostgres(this IServiceCollection services, string connectionString) => services
        .AddSingleton(provider => OpenPostgres(connectionString, provider.GetRequiredService<ILogger<PostgresDatabase>>()))
        .AddArtifacts(provider => new PostgresArtifactStore(
            provider.GetRequiredService<PostgresDatabase>(),
            provider.GetRequiredService<IOptions<ArtifactStoreOptions>>().Value,
            provider.Time()));

    private static IServiceCollection AddArtifacts(this IServiceCollection services, Func<IServiceProvider, IArtifactStore> open)
    {
        services.AddOptions<ArtifactStoreOptions>();
        services.AddSingleton<IValidateOptions<ArtifactStoreOptions>, ArtifactStoreOptionsValidator>();
        return services.AddSingleton(open);
    }

    private static void AddTranscriptSweeper(this IServiceCollection services) => services.AddHostedService(provider => new TranscriptSweeper(
        provider.GetRequiredService<ITranscriptStore>(), provider.Time(), provider.GetRequiredService<ILogger<TranscriptSweeper>>()));

    private static TimeProvider Time(this IServiceProvider provider) => provider.GetService<TimeProvider>() ?? TimeProvider.System;

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
        public OpenAtStart(IOutcomeLog log, ILedger ledger, IAuditLog audit, IArtifactStore artifacts)
        {
            ArgumentNullException.ThrowIfNull(artifacts);
            ArgumentNullException.ThrowIfNull(log);
            ArgumentNullException.ThrowIfNull(ledger);
            ArgumentNullException.ThrowIfNull(audit);
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
