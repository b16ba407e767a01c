using Freehold.Storage.Outcomes;
using Freehold.Storage.Sqlite;
using Freehold.Storage.Tests.Outcomes;
using Freehold.Testing;

namespace Freehold.Storage.Tests.Sqlite;

public sealed class SchemaMigratorTests : IDisposable
{
    private const string Step1 = "CREATE TABLE pets (name TEXT); INSERT INTO pets VALUES ('rex')";
    private const string Step2 = "ALTER TABLE pets ADD COLUMN legs INTEGER NOT NULL DEFAULT 4";

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void An_older_file_gets_the_steps_it_lacks_and_keeps_its_rows()
    {
        using var database = Open();
        new SchemaMigrator(7, Step1).Apply(database);

        new SchemaMigrator(7, Step1, Step2).Apply(database);
        new SchemaMigrator(7, Step1, Step2).Apply(database);

        Assert.Equal(2, database.Number("PRAGMA user_version"));
        Assert.Equal(4, database.Number("SELECT legs FROM pets WHERE name = 'rex'"));
    }

    [Fact]
    public void A_step_that_fails_leaves_the_version_before_it()
    {
        using var database = Open();

        Assert.Throws<SqliteFailure>(() => new SchemaMigrator(7, Step1, "CREATE TABLE more (x); nonsense").Apply(database));

        Assert.Equal(1, database.Number("PRAGMA user_version"));
        Assert.Equal(0, database.Number("SELECT count(*) FROM sqlite_schema WHERE name = 'more'"));
    }

    [Fact]
    public void A_newer_log_is_refused_in_one_line()
    {
        WriteOutcomes("PRAGMA user_version = 99");

        var message = OpenLogFails();

        Assert.Contains("version 99", message, StringComparison.Ordinal);
        Assert.Contains("newer program", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_of_another_program_is_refused_and_left_alone()
    {
        WriteOutcomes("DROP TRIGGER events_no_delete; PRAGMA application_id = 1");

        Assert.Contains("another program", OpenLogFails(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        File.WriteAllText(_temp["outcomes.db"], new string('?', 5_000));

        Assert.Contains("damaged or not ours", OpenLogFails(), StringComparison.Ordinal);
    }

    private SqliteDatabase Open() => SqliteDatabase.Open(_temp["pets.db"], readOnly: false, busyTimeoutMs: 0);

    private void WriteOutcomes(string sql)
    {
        using (var folder = DataFolder.Open(_temp.FullPath))
            SqliteOutcomeStore.Open(folder).Dispose();
        using var database = SqliteDatabase.Open(_temp["outcomes.db"], readOnly: false, busyTimeoutMs: 0);
        database.Run(sql);
    }

    private string OpenLogFails()
    {
        using var folder = DataFolder.Open(_temp.FullPath);
        var exception = Assert.Throws<OutcomeLogException>(() => SqliteOutcomeStore.Open(folder));
        Assert.DoesNotContain('\n', exception.Message);
        return exception.Message;
    }
}
