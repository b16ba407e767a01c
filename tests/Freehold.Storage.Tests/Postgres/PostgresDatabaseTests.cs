using System.Net;
using System.Net.Sockets;
using Freehold.Storage.Postgres;
using Freehold.Testing.Postgres;
using Npgsql;

namespace Freehold.Storage.Tests.Postgres;

public sealed class PostgresDatabaseTests
{
    private const string Secret = "s3cret-word";

    [Fact]
    public void A_database_opens_and_its_name_holds_no_password()
    {
        using var database = PostgresDatabase.Open(PostgresTest.NewDatabase());

        Assert.Null(database.Warning);
        Assert.Contains($"on 127.0.0.1:{PostgresServer.Shared.Port} (user 'freehold')", database.Name, StringComparison.Ordinal);
        Assert.DoesNotContain(PostgresServer.Shared.Password, database.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_is_not_there_is_named_with_what_to_do()
    {
        var message = Refusal($"Host=127.0.0.1;Port={UnusedPort()};Database=x;Username=y;Password={Secret}");

        Assert.Contains("database 'x' on 127.0.0.1:", message, StringComparison.Ordinal);
        Assert.Contains("Connection refused", message, StringComparison.Ordinal);
        Assert.Contains("Start the server", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_has_no_address_is_named()
    {
        Assert.Contains("Correct the host's name", Refusal($"Host=nowhere.invalid;Username=y;Password={Secret}"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_password_is_said_without_being_repeated()
    {
        var message = Refusal(PostgresTest.With(PostgresTest.NewDatabase(), settings => settings.Password = Secret));

        Assert.Contains("28P01", message, StringComparison.Ordinal);
        Assert.Contains("Correct the user or the password", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_password_says_where_to_put_one()
    {
        var message = Refusal(PostgresTest.With(PostgresTest.NewDatabase(), settings => settings.Password = null));

        Assert.Contains("Name a password", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_that_is_missing_is_named_with_what_to_do()
    {
        PostgresTest.SkipWithoutServer();

        var message = Refusal(PostgresServer.Shared.ConnectionString("nothing_here"));

        Assert.Contains("'nothing_here'", message, StringComparison.Ordinal);
        Assert.Contains("CREATE DATABASE", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_that_does_not_wait_for_the_disk_is_refused()
    {
        var message = Refusal(PostgresTest.With(PostgresTest.NewDatabase(), settings => settings.Options = "-c synchronous_commit=off"));

        Assert.Contains("synchronous_commit = off", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_encoding_is_refused()
    {
        PostgresTest.SkipWithoutServer();
        using (var admin = PostgresDatabase.Open(PostgresServer.Shared.ConnectionString("postgres")))
            admin.Run("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0");

        Assert.Contains("encoding LATIN1", Refusal(PostgresServer.Shared.ConnectionString("latin")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not a connection string " + Secret)]
    [InlineData("Host=h;Password=with;" + Secret + "=inside")]
    [InlineData("Database=no-host;Password=" + Secret)]
    [InlineData("postgres://u:" + Secret + "@h:port/db")]
    [InlineData("postgres://u:" + Secret + "@h/db?sslmode=often")]
    [InlineData("Host=h;Port=-1;Password=" + Secret)]
    public void What_is_no_connection_string_is_refused_without_being_repeated(string text)
    {
        Assert.Contains("cannot be read: write 'Host=", Refusal(text), StringComparison.Ordinal);
    }

    [Fact]
    public void A_uri_says_the_same_as_the_drivers_form()
    {
        var settings = PostgresConnectionString.Parse(
            "postgresql://a%40b:p%3Aw%2F@db.example:6000/free%20hold?sslmode=verify-full&application_name=silo-1&connect_timeout=3");

        Assert.Equal(("db.example", 6000, "a@b", "p:w/"), (settings.Host, settings.Port, settings.Username, settings.Password));
        Assert.Equal(("free hold", "silo-1", 3), (settings.Database, settings.ApplicationName, settings.Timeout));
        Assert.Equal(SslMode.VerifyFull, settings.SslMode);
    }

    [Fact]
    public void What_a_connection_string_does_not_say_has_the_defaults_of_this_program()
    {
        var silent = PostgresConnectionString.Parse("Host=h");
        var spoken = PostgresConnectionString.Parse("Host=h;MaxPoolSize=7;max auto prepare=3;TCP Keepalive=false;GSS Encryption Mode=Require");

        Assert.Equal((24, 40), (silent.MaxPoolSize, silent.MaxAutoPrepare));
        Assert.Equal((true, GssEncryptionMode.Disable), (silent.TcpKeepAlive, silent.GssEncryptionMode));
        Assert.Equal((7, 3), (spoken.MaxPoolSize, spoken.MaxAutoPrepare));
        Assert.Equal((false, GssEncryptionMode.Require), (spoken.TcpKeepAlive, spoken.GssEncryptionMode));
    }

    [Theory]
    [InlineData("postgres://[::1]:5433/x", "[::1]", 5433)]
    [InlineData("postgres://[::1]/x", "[::1]", 5432)]
    [InlineData("postgres://u@one:1,two:2/x", "one:1,two:2", 5432)]
    [InlineData("postgres:///x?host=/run/postgresql", "/run/postgresql", 5432)]
    public void A_uris_host_may_take_every_form(string uri, string host, int port)
    {
        var settings = PostgresConnectionString.Parse(uri);

        Assert.Equal((host, port, "x"), (settings.Host, settings.Port, settings.Database));
    }

    [Fact]
    public void A_uri_opens_a_database()
    {
        var settings = new NpgsqlConnectionStringBuilder(PostgresTest.NewDatabase());

        using var database = PostgresDatabase.Open(
            $"postgres://{settings.Username}:{settings.Password}@{settings.Host}:{settings.Port}/{settings.Database}");
        Assert.Equal(settings.Database, database.Scalar<string>("SELECT current_database()::text"));
    }

    private static string Refusal(string connectionString)
    {
        var exception = Assert.Throws<PostgresDatabaseException>(() => PostgresDatabase.Open(connectionString));
        Assert.DoesNotContain('\n', exception.Message);
        Assert.DoesNotContain(Secret, exception.ToString(), StringComparison.Ordinal);
        return exception.Message;
    }

    private static int UnusedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
