using Freehold.Storage.Outcomes;
using Freehold.Storage.Outcomes.Postgres;
using Freehold.Storage.Tests.Outcomes;
using Freehold.Storage.Tests.Postgres;
using Freehold.Storage.Transcripts;
using Freehold.Storage.Transcripts.Postgres;

namespace Freehold.Storage.Tests.Transcripts;

internal sealed class PostgresTranscriptHouse : TranscriptHouse
{
    private readonly PostgresOutcomeStore _outcomes = new(new PostgresOutcomeLogOptions { MaxTranscriptsPerWorkload = MaxPerWorkload });

    public override IOutcomeLog Log => _outcomes.Log;

    public override ITranscriptStore Store => new PostgresTranscriptStore(_outcomes.Database, Time);

    public override long Count() => _outcomes.Database.Scalar<long>("SELECT count(*) FROM transcripts");

    public override void Damage() => _outcomes.Database.Run(@"UPDATE transcripts SET content = '\x00ff'");

    public override void Reopen() => _outcomes.Reopen();

    public override void Dispose() => _outcomes.Dispose();
}
