using System.CommandLine;
using System.Data.Common;
using Freehold.Cli.Hosting;
using Freehold.Cli.Output;
using Freehold.Storage.Postgres;

namespace Freehold.Cli.Verbs;

/// <summary>
/// <c>db upgrade</c>: the schema's upgrade alone, for those who do it before the silos start or with another user's rights. It talks to
/// PostgreSQL, not to a gateway.
/// </summary>
internal static class DatabaseVerbs
{
    private const string PostgresVariable = "FREEHOLD_POSTGRES";

    public static Command Create(CliApp app) => new("db", "Look after the PostgreSQL database of a cluster") { Upgrade(app) };

    private static Command Upgrade(CliApp app)
    {
        var postgres = new Option<string?>("--postgres")
        {
            Description = "The database: 'Host=...;Database=...' or 'postgres://...'; better kept in the environment, where other users do not see its "
                + $"password [{PostgresVariable}]",
            HelpName = "CONNECTION",
        };
        var check = new Option<bool>("--check") { Description = "Change nothing; fail where the schema is not what this program needs" };
        return app.Handle(new Command("upgrade", "Bring the schema to what this program needs") { postgres, check }, (run, _) =>
        {
            using var database = PostgresDatabase.Open(FindConnection(run, postgres));
            if (database.Warning is { } warning) run.Output.Note(warning);
            try
            {
                if (run.Get(check)) Check(run.Output, database);
                else Upgrade(run.Output, database);
            }
            catch (DbException failure)
            {
                throw new PostgresDatabaseException(
                    $"The schema of the {database.Name} cannot be read: {failure.Message} Give this user the right to the table freehold_schema, "
                    + "or look at the server's log.",
                    failure);
            }

            return Task.CompletedTask;
        });
    }

    private static void Check(CliOutput output, PostgresDatabase database)
    {
        PostgresSchema.Require(database);
        if (output.IsJson) output.Json(new SchemaReport(database.Name, null, null), CliJson.Own.SchemaReport);
        else output.Line($"The {database.Name} has the schema that this program needs.");
    }

    private static void Upgrade(CliOutput output, PostgresDatabase database)
    {
        var (from, to) = PostgresSchema.Upgrade(database);
        if (output.IsJson) output.Json(new SchemaReport(database.Name, from, to), CliJson.Own.SchemaReport);
        else if (from == to) output.Line($"The {database.Name} has schema version {to} already.");
        else output.Line($"The {database.Name} went from schema version {from} to {to}.");
    }

    private static string FindConnection(Invocation run, Option<string?> postgres)
    {
        var (text, source) = run.Get(postgres) is { } option ? (option, "--postgres") : (run.Host.Environment(PostgresVariable), PostgresVariable);
        if (string.IsNullOrWhiteSpace(text))
            throw new UsageException($"No database is named. Set {PostgresVariable}, or pass --postgres CONNECTION.");
        try
        {
            return PostgresConnectionString.Normalize(text.Trim());
        }
        catch (PostgresDatabaseException unreadable)
        {
            throw new UsageException($"{unreadable.Message} It came from {source}.");
        }
    }
}
