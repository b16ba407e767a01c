using Npgsql;

namespace Freehold.Storage.Postgres;

/// <summary>The PostgreSQL database of an installation: the one pool of connections that everything stored in it shares.</summary>
/// <remarks>Safe for use by many threads. Who opens it disposes it, after everything that uses it.</remarks>
public sealed class PostgresDatabase : IDisposable
{
    private const int MinVersion = 130_000;

    private const string Probe =
        """
        SELECT current_setting('server_version_num')::int, current_setting('server_version'), current_setting('server_encoding'),
               current_setting('synchronous_commit'), current_setting('fsync'), pg_is_in_recovery()
        """;

    private PostgresDatabase(NpgsqlDataSource dataSource, NpgsqlConnectionStringBuilder settings)
    {
        DataSource = dataSource;
        ConnectionString = settings.ConnectionString;
        Name = Describe(settings);
    }

    /// <summary>The pool.</summary>
    public NpgsqlDataSource DataSource { get; }

    /// <summary>The connection string in the driver's form, with the defaults of this program and with the password.</summary>
    public string ConnectionString { get; }

    /// <summary>Which database it is, for messages: name, server and user, never the password.</summary>
    public string Name { get; }

    /// <summary>What is wrong with the server though it can be used; null where nothing is. For the log at start.</summary>
    public string? Warning { get; private set; }

    /// <summary>Connects and checks that the server can keep what it is given.</summary>
    /// <param name="connectionString">In the driver's form (<c>Host=...;Database=...</c>) or a <c>postgres://</c> URI.</param>
    /// <exception cref="PostgresDatabaseException">It cannot be used; one line says why and what to do.</exception>
    public static PostgresDatabase Open(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        var settings = PostgresConnectionString.Parse(connectionString);
        PostgresDatabase? database = null;
        try
        {
            database = new PostgresDatabase(NpgsqlDataSource.Create(settings), settings);
            database.Check();
            return database;
        }
        catch (Exception exception) when (exception is NpgsqlException or ArgumentException or NotSupportedException or TimeoutException)
        {
            database?.Dispose();
            throw new PostgresDatabaseException(
                $"The {Describe(settings)} cannot be opened: {PostgresFaults.Words(exception)} {PostgresFaults.Remedy(exception)}", exception);
        }
        catch
        {
            database?.Dispose();
            throw;
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => DataSource.Dispose();

    private void Check()
    {
        using var command = DataSource.CreateCommand(Probe);
        using var row = command.ExecuteReader();
        row.Read();
        Require(row.GetInt32(0) >= MinVersion, $"is of PostgreSQL {row.GetString(1)}: upgrade the server to 13 or newer");
        Require(!row.GetBoolean(5), "is on a standby that only reads: connect to the primary server");
        Require(
            row.GetString(2) == "UTF8",
            $"has the encoding {row.GetString(2)}: make another one WITH ENCODING 'UTF8' TEMPLATE template0, and name that");
        Require(
            row.GetString(3) != "off",
            "has synchronous_commit = off for this user, so that a crash of the server would lose what was acknowledged: set it to on " +
            "(in the connection string's Options, ALTER ROLE, ALTER DATABASE, or postgresql.conf)");
        if (row.GetString(4) == "off")
            Warning = $"The {Name} is on a server with fsync = off: a loss of power loses data and damages the database. Set it to on.";
    }

    private void Require(bool holds, string complaint)
    {
        if (!holds)
            throw new PostgresDatabaseException($"The {Name} {complaint}.");
    }

    private static string Describe(NpgsqlConnectionStringBuilder settings)
    {
        var host = settings.Host!.Contains(',', StringComparison.Ordinal) ? settings.Host : $"{settings.Host}:{settings.Port}";
        return $"PostgreSQL database '{settings.Database ?? settings.Username}' on {host} (user '{settings.Username}')";
    }
}
