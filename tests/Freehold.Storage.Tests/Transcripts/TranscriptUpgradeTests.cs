using Freehold.Storage.Outcomes.Sqlite;
using Freehold.Storage.Postgres;
using Freehold.Storage.Sqlite;
using Freehold.Storage.Tests.Outcomes;
using Freehold.Storage.Tests.Postgres;
using Freehold.Storage.Transcripts.Sqlite;
using Freehold.Storage.Transcripts.Stored;
using Freehold.Testing;

namespace Freehold.Storage.Tests.Transcripts;

/// <summary>Installations from before there were transcripts, and stored forms of every version.</summary>
public sealed class TranscriptUpgradeTests
{
    [Fact]
    public async Task A_log_of_schema_version_1_gets_the_table_and_keeps_its_events()
    {
        using var temp = new TempFolder();
        using var folder = DataFolder.Open(temp["data"]);
        using (var database = SqliteDatabase.Open(folder.OutcomesPath, readOnly: false, busyTimeoutMs: 0))
        {
            new SchemaMigrator(OutcomeSchema.ApplicationId, OutcomeSchema.Version1).Apply(database);
            database.Run($"INSERT INTO events VALUES ('acme', 0, 1, 1, 'chatcmpl-1', NULL, 0, 1, '{Golden.OutcomeFormat1}')");
        }

        using var log = SqliteOutcomeStore.Open(folder);
        using var store = SqliteTranscriptStore.Open(folder, TimeProvider.System);

        Assert.Single(await log.ReadAsync(Events.LogOf("acme"), 0, 10, TestContext.Current.CancellationToken));
        Assert.Empty(await store.ReadAsync(Events.LogOf("acme"), "any", 0, 10, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_PostgreSQL_database_of_schema_version_3_gets_the_tables_and_keeps_its_events()
    {
        using var database = PostgresDatabase.Open(PostgresTest.NewDatabase());
        PostgresSchema.Upgrade(database, [.. SchemaStep.All.Where(step => step.Version <= 3)]);
        database.Run($"INSERT INTO outcome_events VALUES ('acme', 0, 1, 1, 'chatcmpl-1', NULL, now(), 1, '{Golden.OutcomeFormat1}')");

        PostgresSchema.Upgrade(database);

        Assert.Equal(1, database.Scalar<long>("SELECT count(*) FROM outcome_events"));
        Assert.Equal(0, database.Scalar<long>("SELECT count(*) FROM transcripts"));
    }

    [Fact]
    public void Format_1_is_read_as_ever()
    {
        const string Stored =
            "E1wAAAT63zntN/9dvdmyySAUC4VFAs24u4DxAdPE4hHMeAOHHCQQHMIvP0Bqo/AgC8JIWBhfb1O0zo8GIGHgP8aqJeVTC1I0ROnqc/h0N3If";

        Assert.Equal(1, TranscriptCodec.CurrentFormat);
        var read = TranscriptCodec.Decode(1, Convert.FromBase64String(Stored));

        Assert.Equal(("user", "hi"), (Assert.Single(read.Turns).Role, read.Turns[0].Content));
        Assert.Equal(("hello", true, 7), (read.Answer, read.Redacted, read.RetentionDays));
    }
}
