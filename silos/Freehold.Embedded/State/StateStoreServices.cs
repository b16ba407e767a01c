using Freehold.Embedded.Hosting;
using Freehold.Embedded.Reminders;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace Freehold.Embedded.State;

/// <summary>Registers both stores; the options say which one is made.</summary>
internal static class StateStoreServices
{
    public static void AddStateStore(this IServiceCollection services)
    {
        services.AddSingleton<SqliteDatabase>();
        services.AddSingleton<SqliteGrainStorage>();
        services.AddSingleton<SqliteReminderTable>();
        services.AddSingleton<PostgresHold>();
        services.AddSingleton<PostgresStateDatabase>();
        services.AddSingleton<PostgresGrainStorage>();
        services.AddSingleton<PostgresReminderTable>();
        services.AddEither<IStateDatabase, SqliteDatabase, PostgresStateDatabase>();
        services.AddEither<IGrainStorage, SqliteGrainStorage, PostgresGrainStorage>();
        services.AddEither<IReminderTable, SqliteReminderTable, PostgresReminderTable>();
    }

    private static void AddEither<TService, TSqlite, TPostgres>(this IServiceCollection services)
        where TService : class
        where TSqlite : class, TService
        where TPostgres : class, TService =>
        services.AddSingleton<TService>(provider => provider.GetRequiredService<IOptions<EmbeddedGrainOptions>>().Value.Postgres is null
            ? provider.GetRequiredService<TSqlite>()
            : provider.GetRequiredService<TPostgres>());
}
