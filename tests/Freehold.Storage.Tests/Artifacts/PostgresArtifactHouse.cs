using Freehold.Storage.Artifacts;
using Freehold.Storage.Postgres;
using Freehold.Storage.Tests.Postgres;

namespace Freehold.Storage.Tests.Artifacts;

internal sealed class PostgresArtifactHouse : ArtifactHouse
{
    private readonly PostgresDatabase _database = PostgresTest.OpenNew();

    public override IArtifactStore Store => new PostgresArtifactStore(_database, Options, TimeProvider.System);

    public override void Damage(string digest) => _database.Run(
        $"UPDATE artifact_chunks SET content = set_byte(content, 0, (get_byte(content, 0) + 1) % 256) WHERE digest = '\\x{digest}'");

    public override void Shorten(string digest) => _database.Run(
        $"DELETE FROM artifact_chunks WHERE digest = '\\x{digest}' AND number = (SELECT max(number) FROM artifact_chunks WHERE digest = '\\x{digest}')");

    public override int Count() => (int)_database.Scalar<long>("SELECT count(*) FROM artifacts");

    public override void Dispose() => _database.Dispose();
}
