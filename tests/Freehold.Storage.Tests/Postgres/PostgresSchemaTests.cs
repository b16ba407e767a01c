using Freehold.Storage.Postgres;

namespace Freehold.Storage.Tests.Postgres;

public sealed class PostgresSchemaTests
{
    private static readonly SchemaStep Pets = new(1, "0001_pets", "CREATE TABLE pets (name text); INSERT INTO pets VALUES ('rex')");
    private static readonly SchemaStep Legs = new(2, "0002_legs", "ALTER TABLE pets ADD COLUMN legs int NOT NULL DEFAULT 4");

    [Fact]
    public void The_steps_are_numbered_from_1_without_a_gap()
    {
        Assert.Equal(Enumerable.Range(1, SchemaStep.All.Count), SchemaStep.All.Select(step => step.Version));
    }

    [Fact]
    public void An_empty_database_gets_every_step_and_a_second_upgrade_finds_nothing_to_do()
    {
        using var database = PostgresDatabase.Open(PostgresTest.NewDatabase());
        var newest = SchemaStep.All[^1].Version;
        Assert.Contains("freehold db upgrade", RequireFails(database), StringComparison.Ordinal);

        Assert.Equal(new SchemaUpgrade(0, newest), PostgresSchema.Upgrade(database));
        Assert.Equal(new SchemaUpgrade(newest, newest), PostgresSchema.Upgrade(database));
        PostgresSchema.Require(database);
    }

    [Fact]
    public void An_older_database_gets_the_steps_it_lacks_and_keeps_its_rows()
    {
        using var database = PostgresDatabase.Open(PostgresTest.NewDatabase());
        PostgresSchema.Upgrade(database, [Pets]);

        Assert.Equal(new SchemaUpgrade(1, 2), PostgresSchema.Upgrade(database, [Pets, Legs]));

        Assert.Equal(4, database.Scalar<int>("SELECT legs FROM pets WHERE name = 'rex'"));
    }

    [Fact]
    public void A_step_that_fails_leaves_the_version_before_it()
    {
        using var database = PostgresDatabase.Open(PostgresTest.NewDatabase());
        var broken = new SchemaStep(2, "0002_broken", "CREATE TABLE more (x int); nonsense");

        var exception = Assert.Throws<PostgresDatabaseException>(() => PostgresSchema.Upgrade(database, [Pets, broken]));

        Assert.Contains("'0002_broken'", exception.Message, StringComparison.Ordinal);
        Assert.Equal(1, database.Scalar<int>("SELECT max(version) FROM freehold_schema"));
        Assert.True(database.Scalar<bool>("SELECT to_regclass('more') IS NULL"));
    }

    [Fact]
    public async Task Many_silos_that_start_at_once_do_each_step_once()
    {
        var connectionString = PostgresTest.NewDatabase();
        var silos = Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                using var database = PostgresDatabase.Open(connectionString);
                PostgresSchema.Upgrade(database, [Pets, Legs]);
            },
            TaskCreationOptions.LongRunning));

        await Task.WhenAll(silos);

        using var database = PostgresDatabase.Open(connectionString);
        Assert.Equal(1, database.Scalar<long>("SELECT count(*) FROM pets"));
    }

    [Fact]
    public void A_newer_schema_is_refused_in_one_line()
    {
        using var database = PostgresTest.OpenNew();
        database.Run("INSERT INTO freehold_schema (version, name) VALUES (99, 'later')");

        var message = Assert.Throws<PostgresDatabaseException>(() => PostgresSchema.Upgrade(database)).Message;

        Assert.Contains("version 99", message, StringComparison.Ordinal);
        Assert.Contains("newer program", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.Equal(message, RequireFails(database));
    }

    [Fact]
    public void A_user_who_may_make_no_tables_starts_on_an_upgraded_database()
    {
        var connectionString = PostgresTest.NewDatabase();
        using var owner = PostgresDatabase.Open(connectionString);
        PostgresSchema.Upgrade(owner);
        var role = $"reader_{Guid.NewGuid():N}";
        owner.Run($"CREATE ROLE {role} LOGIN PASSWORD 'x'; GRANT SELECT ON freehold_schema TO {role}");
        using var user = PostgresDatabase.Open(PostgresTest.With(connectionString, settings =>
        {
            settings.Username = role;
            settings.Password = "x";
        }));

        PostgresSchema.Upgrade(user);
    }

    private static string RequireFails(PostgresDatabase database) =>
        Assert.Throws<PostgresDatabaseException>(() => PostgresSchema.Require(database)).Message;
}
