using Freehold.Storage.Postgres;
using Freehold.Testing.Postgres;
using Npgsql;

namespace Freehold.Storage.Tests.Postgres;

/// <summary>What tests on PostgreSQL begin with.</summary>
internal static class PostgresTest
{
    /// <summary>A new database on the shared server; skips the test where there can be none.</summary>
    public static string NewDatabase()
    {
        SkipWithoutServer();
        return PostgresServer.Shared.CreateDatabase();
    }

    /// <summary>A new database with the newest schema, open.</summary>
    public static PostgresDatabase OpenNew()
    {
        var database = PostgresDatabase.Open(NewDatabase());
        PostgresSchema.Upgrade(database);
        return database;
    }

    public static void SkipWithoutServer() => Assert.SkipWhen(PostgresServer.SkipReason is not null, PostgresServer.SkipReason ?? "");

    public static void Run(this PostgresDatabase database, string sql)
    {
        using var command = database.DataSource.CreateCommand(sql);
        command.ExecuteNonQuery();
    }

    public static T Scalar<T>(this PostgresDatabase database, string sql)
    {
        using var command = database.DataSource.CreateCommand(sql);
        return (T)command.ExecuteScalar()!;
    }

    /// <summary>A connection string with another value for one of its settings.</summary>
    public static string With(string connectionString, Action<NpgsqlConnectionStringBuilder> change)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        change(builder);
        return builder.ConnectionString;
    }
}
