using Npgsql;

namespace Freehold.Storage.Postgres;

/// <summary>
/// The schema of an installation's database. The table <c>freehold_schema</c> names the steps that were done; each is done in one
/// transaction with its row there, under a lock, so that any number of silos may start at once and a crash leaves whole steps.
/// </summary>
public static class PostgresSchema
{
    private const long AdvisoryLock = 0x4648_5343_4845_4D41; // "FHSCHEMA" in ASCII

    private const int StepTimeoutSeconds = 600; // another silo may be at a long step

    private const string CreateTable =
        """
        CREATE TABLE IF NOT EXISTS freehold_schema (
          version    int         PRIMARY KEY,
          name       text        NOT NULL,
          applied_at timestamptz NOT NULL DEFAULT now())
        """;

    /// <summary>Does the steps that are missing. Where none is, this only reads, and the user needs no right to make tables.</summary>
    /// <exception cref="PostgresDatabaseException">The schema is a newer program's, or a step failed.</exception>
    public static SchemaUpgrade Upgrade(PostgresDatabase database)
    {
        ArgumentNullException.ThrowIfNull(database);
        return Upgrade(database, SchemaStep.All);
    }

    /// <summary>Changes nothing, and demands that the schema is what this program needs.</summary>
    /// <exception cref="PostgresDatabaseException">It is older or newer.</exception>
    public static void Require(PostgresDatabase database)
    {
        ArgumentNullException.ThrowIfNull(database);
        using var connection = Open(database);
        var done = Read(database, connection, SchemaStep.All);
        if (SchemaStep.All.FirstOrDefault(step => !done.Contains(step.Version)) is { } missing)
        {
            throw new PostgresDatabaseException(
                $"The {database.Name} lacks step '{missing.Name}' of its schema: run 'freehold db upgrade' with this program's version.");
        }
    }

    internal static SchemaUpgrade Upgrade(PostgresDatabase database, IReadOnlyList<SchemaStep> steps)
    {
        using var connection = Open(database);
        var done = Read(database, connection, steps);
        var from = done.DefaultIfEmpty(0).Max();
        foreach (var step in steps.Where(step => !done.Contains(step.Version)))
            Apply(database, connection, step);
        return new SchemaUpgrade(from, steps[^1].Version);
    }

    private static NpgsqlConnection Open(PostgresDatabase database)
    {
        try
        {
            return database.DataSource.OpenConnection();
        }
        catch (NpgsqlException exception)
        {
            throw Failed($"The {database.Name} cannot be opened", exception);
        }
    }

    private static HashSet<int> Read(PostgresDatabase database, NpgsqlConnection connection, IReadOnlyList<SchemaStep> steps)
    {
        try
        {
            return ReadVersions(database, connection, steps);
        }
        catch (NpgsqlException exception)
        {
            throw Failed($"The schema of the {database.Name} cannot be read", exception);
        }
    }

    private static HashSet<int> ReadVersions(PostgresDatabase database, NpgsqlConnection connection, IReadOnlyList<SchemaStep> steps)
    {
        using var find = new NpgsqlCommand("SELECT to_regclass('freehold_schema') IS NOT NULL", connection);
        if (find.ExecuteScalar() is not true)
            return [];

        var done = new HashSet<int>();
        using var read = new NpgsqlCommand("SELECT version FROM freehold_schema", connection);
        using var rows = read.ExecuteReader();
        while (rows.Read())
            done.Add(rows.GetInt32(0));
        var (found, known) = (done.DefaultIfEmpty(0).Max(), steps[^1].Version);
        return found <= known
            ? done
            : throw new PostgresDatabaseException(
                $"The {database.Name} has schema version {found}, and this program knows versions up to {known}: " +
                "start the newer program that upgraded it, or restore a backup from before the upgrade.");
    }

    // The lock ends with the transaction: whoever waited for it finds the row of the step, and has nothing left to do.
    private static void Apply(PostgresDatabase database, NpgsqlConnection connection, SchemaStep step)
    {
        try
        {
            using var transaction = connection.BeginTransaction();
            Run(connection, $"SELECT pg_advisory_xact_lock({AdvisoryLock})");
            Run(connection, CreateTable);
            using var claim = new NpgsqlCommand(
                "INSERT INTO freehold_schema (version, name) VALUES ($1, $2) ON CONFLICT DO NOTHING", connection)
            {
                Parameters = { new() { Value = step.Version }, new() { Value = step.Name } },
            };
            if (claim.ExecuteNonQuery() == 1)
                Run(connection, step.Sql);
            transaction.Commit();
        }
        catch (NpgsqlException exception)
        {
            throw Failed($"Step '{step.Name}' of the schema failed on the {database.Name} and changed nothing", exception);
        }
    }

    private static void Run(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = StepTimeoutSeconds };
        command.ExecuteNonQuery();
    }

    private static PostgresDatabaseException Failed(string what, NpgsqlException exception) =>
        new($"{what}: {PostgresFaults.Words(exception)} {PostgresFaults.Remedy(exception)}", exception);
}
