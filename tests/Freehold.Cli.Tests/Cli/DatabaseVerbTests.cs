using Freehold.Cli.Tests.Support;
using Freehold.Testing.Postgres;
using Npgsql;

namespace Freehold.Cli.Tests.Cli;

public sealed class DatabaseVerbTests
{
    private static readonly FakeGateway Silent = new(_ => throw new InvalidOperationException("No gateway may be asked."));

    [Fact]
    public async Task An_empty_database_gets_the_schema_and_a_second_run_finds_nothing_to_do()
    {
        var database = NewDatabase();

        var first = await UpgradeAsync(database, "--json");
        var second = await UpgradeAsync(database, "--json");
        var told = await UpgradeAsync(database);

        Assert.Equal((0, ""), (first.ExitCode, first.Error));
        Assert.Equal(0, first.Json.GetProperty("from").GetInt32());
        var newest = first.Json.GetProperty("to").GetInt32();
        Assert.Equal(newest, Scalar(database, "SELECT max(version) FROM freehold_schema"));
        Assert.Equal(newest, second.Json.GetProperty("from").GetInt32());
        Assert.Equal(newest, second.Json.GetProperty("to").GetInt32());
        Assert.Contains($"schema version {newest} already", Assert.Single(told.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_of_an_older_schema_names_the_remedy_and_changes_nothing()
    {
        var database = NewDatabase();
        var newest = (await UpgradeAsync(database, "--json")).Json.GetProperty("to").GetInt32();
        Execute(database, $"DELETE FROM freehold_schema WHERE version = {newest}");

        var check = await UpgradeAsync(database, "--check");

        Assert.Equal(1, check.ExitCode);
        Assert.Contains("run 'freehold db upgrade'", OneLine(check.Error), StringComparison.Ordinal);
        Assert.Equal(newest - 1, Scalar(database, "SELECT max(version) FROM freehold_schema"));
    }

    [Fact]
    public async Task A_check_changes_nothing_in_an_empty_database_and_passes_after_the_upgrade()
    {
        var database = NewDatabase();

        var before = await UpgradeAsync(database, "--check");
        var tables = Scalar(database, "SELECT count(*)::int FROM pg_tables WHERE schemaname = 'public'");
        await UpgradeAsync(database);
        var after = await UpgradeAsync(database, "--check", "--json");

        Assert.Equal((1, ""), (before.ExitCode, before.Out));
        Assert.Equal(0, tables);
        Assert.Equal((0, ""), (after.ExitCode, after.Error));
        Assert.False(after.Json.TryGetProperty("to", out _));
    }

    [Theory]
    [InlineData]
    [InlineData("--check")]
    public async Task A_newer_schema_is_refused_in_one_line(params string[] more)
    {
        var database = NewDatabase();
        await UpgradeAsync(database);
        Execute(database, "INSERT INTO freehold_schema (version, name) VALUES (9999, '9999_tomorrow')");

        var run = await UpgradeAsync(database, more);

        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Contains("has schema version 9999", OneLine(run.Error), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("--check")]
    public async Task A_schema_that_cannot_be_read_is_told_in_one_line(params string[] more)
    {
        var database = NewDatabase();
        Execute(database, "CREATE TABLE freehold_schema (not_ours int)");

        var run = await UpgradeAsync(database, more);

        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Contains("cannot be read", OneLine(run.Error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_environment_names_the_database_and_the_option_beats_it()
    {
        var database = NewDatabase();

        var named = await CliRun.WithAsync(Silent, Environment(database), "db", "upgrade");
        var beaten = await CliRun.WithAsync(Silent, Environment("Host=127.0.0.1;Port=1"), "db", "upgrade", "--postgres", database);

        Assert.Equal((0, ""), (named.ExitCode, named.Error));
        Assert.Equal((0, ""), (beaten.ExitCode, beaten.Error));
    }

    [Fact]
    public async Task A_server_that_is_not_there_ends_with_1_and_one_line_without_the_password()
    {
        var run = await UpgradeAsync("postgres://me:swordfish@127.0.0.1:1/freehold");

        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Contains("127.0.0.1:1", OneLine(run.Error), StringComparison.Ordinal);
        Assert.DoesNotContain("swordfish", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_connection_string_ends_with_2_and_says_where_it_came_from()
    {
        var option = await UpgradeAsync("swordfish");
        var variable = await CliRun.WithAsync(Silent, Environment("swordfish"), "db", "upgrade");
        var neither = await CliRun.WithAsync(Silent, Environment(""), "db", "upgrade");

        Assert.Equal((2, 2, 2), (option.ExitCode, variable.ExitCode, neither.ExitCode));
        Assert.EndsWith("It came from --postgres.", OneLine(option.Error), StringComparison.Ordinal);
        Assert.EndsWith("It came from FREEHOLD_POSTGRES.", OneLine(variable.Error), StringComparison.Ordinal);
        Assert.Contains("Set FREEHOLD_POSTGRES, or pass --postgres", OneLine(neither.Error), StringComparison.Ordinal);
        Assert.DoesNotContain("swordfish", option.Error + variable.Error, StringComparison.Ordinal);
    }

    private static Task<CliRun> UpgradeAsync(string database, params string[] more) =>
        CliRun.WithAsync(Silent, new CliSetting { Environment = [] }, ["db", "upgrade", "--postgres", database, .. more]);

    private static CliSetting Environment(string database) => new() { Environment = new() { ["FREEHOLD_POSTGRES"] = database } };

    private static string OneLine(string errors)
    {
        Assert.StartsWith("freehold: ", errors, StringComparison.Ordinal);
        return Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static string NewDatabase()
    {
        if (PostgresServer.SkipReason is { } reason) Assert.Skip(reason);
        return PostgresServer.Shared.CreateDatabase() + ";Pooling=false";
    }

    private static int Scalar(string database, string sql) => Use(database, sql, command => (int)command.ExecuteScalar()!);

    private static void Execute(string database, string sql) => Use(database, sql, command => command.ExecuteNonQuery());

    private static T Use<T>(string database, string sql, Func<NpgsqlCommand, T> use)
    {
        using var connection = new NpgsqlConnection(database);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return use(command);
    }
}
