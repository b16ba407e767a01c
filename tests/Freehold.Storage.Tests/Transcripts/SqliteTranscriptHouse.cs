using Freehold.Storage.Outcomes;
using Freehold.Storage.Outcomes.Sqlite;
using Freehold.Storage.Sqlite;
using Freehold.Storage.Tests.Outcomes;
using Freehold.Storage.Transcripts;
using Freehold.Storage.Transcripts.Sqlite;

namespace Freehold.Storage.Tests.Transcripts;

internal sealed class SqliteTranscriptHouse : TranscriptHouse
{
    private readonly SqliteOutcomeStore _outcomes = new(new SqliteOutcomeLogOptions { MaxTranscriptsPerWorkload = MaxPerWorkload });
    private SqliteTranscriptStore _store;

    public SqliteTranscriptHouse() => _store = Open();

    public override IOutcomeLog Log => _outcomes.Log;

    public override ITranscriptStore Store => _store;

    public override long Count() => Use(database => database.Number("SELECT count(*) FROM transcripts"));

    public override void Damage() => Use(database =>
    {
        database.Run("UPDATE transcripts SET content = X'00FF'");
        return 0;
    });

    public override void Reopen()
    {
        _store.Dispose();
        _outcomes.Reopen();
        _store = Open();
    }

    public override void Dispose()
    {
        _store.Dispose();
        _outcomes.Dispose();
    }

    private SqliteTranscriptStore Open() => SqliteTranscriptStore.Open(_outcomes.Folder, Time);

    private long Use(Func<SqliteDatabase, long> work)
    {
        using var database = SqliteDatabase.Open(_outcomes.Path, readOnly: false, busyTimeoutMs: 5_000);
        return work(database);
    }
}
