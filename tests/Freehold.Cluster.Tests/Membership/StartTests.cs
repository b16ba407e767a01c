using Freehold.Cluster.Tests.Support;
using Freehold.Contracts;
using Freehold.Testing.Postgres;
using Npgsql;

namespace Freehold.Cluster.Tests.Membership;

/// <summary>A process that must not join says so in one line, and ends.</summary>
public sealed class StartTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_name_that_is_taken_is_refused_and_free_again_at_once_after_a_kill()
    {
        var database = NewDatabase();
        using var first = await Node.StartAsync(database, "twin", Stop);

        var line = await RefusedAsync(database, "twin");
        Assert.Contains("'twin' is taken", line, StringComparison.Ordinal);
        Assert.Contains("--name", line, StringComparison.Ordinal);

        first.Kill();
        using var heir = await Node.StartAsync(database, "twin", Stop);
        Assert.Equal(0, await heir.TerminateAsync(Stop));
    }

    [Fact]
    public async Task Contracts_that_live_silos_cannot_read_are_refused_and_those_of_the_dead_are_not_asked_for()
    {
        var database = NewDatabase();
        using (var seed = await Node.StartAsync(database, "seed", Stop))
        {
            Assert.Equal(0, await seed.TerminateAsync(Stop));
        }

        // A silo of the future, as it registers itself: its row, and the lock of its name held by its session.
        await using var future = new NpgsqlConnection(database + ";Pooling=false");
        await future.OpenAsync(Stop);
        await RunAsync(future, $"""
            INSERT INTO silos SELECT cluster_id, 'future', hashtextextended('freehold silo ' || cluster_id || '/future', 0), roles,
                {ContractVersion.Current + 9}, {ContractVersion.Current + 5}, machine, process_id FROM silos WHERE name = 'seed'
            """);
        await RunAsync(future, "SELECT pg_advisory_lock(name_lock) FROM silos WHERE name = 'future'");

        var line = await RefusedAsync(database, "old");
        Assert.Contains("'future'", line, StringComparison.Ordinal);
        Assert.Contains($"contract version {ContractVersion.Current + 9}", line, StringComparison.Ordinal);
        Assert.Contains("upgrade", line, StringComparison.Ordinal);

        await future.CloseAsync();
        using var joined = await Node.StartAsync(database, "old", Stop);
    }

    [Fact]
    public async Task A_schema_of_a_newer_program_is_refused()
    {
        var database = NewDatabase();
        using (var seed = await Node.StartAsync(database, "seed", Stop))
        {
            Assert.Equal(0, await seed.TerminateAsync(Stop));
        }

        await using (var connection = new NpgsqlConnection(database))
        {
            await connection.OpenAsync(Stop);
            await RunAsync(connection, "INSERT INTO freehold_schema (version, name) VALUES (99, '0099_future')");
        }

        var line = await RefusedAsync(database, "seed");
        Assert.Contains("schema version 99", line, StringComparison.Ordinal);
        Assert.Contains("newer program", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Database=none;Username=freehold;Password=topsecret", "refused")]
    [InlineData("this is no connection string; Password=topsecret", "cannot be read")]
    public async Task A_wrong_connection_string_is_refused_without_showing_the_password(string connectionString, string why)
    {
        var line = await RefusedAsync(connectionString, "lost");

        Assert.Contains(why, line, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--roles", "gateway,clerk", "gateway, control and worker")]
    [InlineData("--roles", "control", "'worker'", "--model", "m=none.gguf")]
    [InlineData("--Freehold:Cluster:SiloPort=70000", "", "SiloPort is 70000")]
    [InlineData("--Freehold:Cluster:Address=here", "", "Address is 'here'")]
    public async Task A_wrong_option_is_refused(string option, string value, string why, params string[] others)
    {
        string[] arguments = value.Length == 0 ? [option] : [option, value];

        Assert.Contains(why, await RefusedAsync("Host=127.0.0.1;Port=1;Database=none;Username=x", "odd", [.. arguments, .. others]), StringComparison.Ordinal);
    }

    private static async Task<string> RefusedAsync(string database, string name, params string[] arguments)
    {
        var (exitCode, output) = await Node.RunAsync(database, name, Stop, arguments);
        Assert.Equal(1, exitCode);
        var line = Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("Freehold cannot start: ", line, StringComparison.Ordinal);
        return line;
    }

    private static string NewDatabase()
    {
        Assert.SkipWhen(PostgresServer.SkipReason is not null, PostgresServer.SkipReason ?? "");
        return PostgresServer.Shared.CreateDatabase();
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Stop);
    }
}
