using System.Text.Json;
using Freehold.Embedded.Hosting;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Freehold.Embedded.State;

/// <summary>States as JSON, one row a state, in the data file.</summary>
internal sealed class SqliteGrainStorage(SqliteDatabase database, IOptions<EmbeddedGrainOptions> options) : IGrainStorage
{
    private const string Select = "SELECT payload, etag FROM grain_state WHERE state_name = $1 AND grain_type = $2 AND grain_key = $3";
    private const string SelectEtag = "SELECT etag FROM grain_state WHERE state_name = $1 AND grain_type = $2 AND grain_key = $3";

    private const string Insert =
        "INSERT INTO grain_state (state_name, grain_type, grain_key, etag, payload) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";

    private const string Update =
        "UPDATE grain_state SET etag = $4, payload = $5 WHERE state_name = $1 AND grain_type = $2 AND grain_key = $3 AND etag = $6";

    private const string Delete =
        "DELETE FROM grain_state WHERE state_name = $1 AND grain_type = $2 AND grain_key = $3 AND etag = $4";

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var rows = await database.ReadAsync(session => session.Query(
            Select, reader => (Payload: (byte[])reader[0], Etag: reader.GetString(1)), stateName, Type(grainId), Key(grainId)));
        if (rows.Count == 0)
        {
            ((GrainState<T>)grainState).Reset();
            return;
        }

        grainState.State = JsonSerializer.Deserialize<T>(rows[0].Payload, options.Value.StateJson)!;
        grainState.ETag = rows[0].Etag;
        grainState.RecordExists = true;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(grainState.State, options.Value.StateJson);
        var expected = grainState.ETag;
        var etag = Guid.NewGuid().ToString("N");
        var stored = await database.WriteAsync(session =>
        {
            var changed = expected is null
                ? session.Execute(Insert, stateName, Type(grainId), Key(grainId), etag, payload)
                : session.Execute(Update, stateName, Type(grainId), Key(grainId), etag, payload, expected);
            return changed == 1 ? etag : StoredEtag(session, stateName, grainId);
        });
        StateConflict.ThrowIfOther(stored, etag, expected, stateName, grainId);
        grainState.ETag = etag;
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var expected = grainState.ETag;
        var stored = await database.WriteAsync(session =>
            expected is not null && session.Execute(Delete, stateName, Type(grainId), Key(grainId), expected) == 1
                ? null
                : StoredEtag(session, stateName, grainId));
        StateConflict.ThrowIfOther(stored, null, expected, stateName, grainId);
        ((GrainState<T>)grainState).Reset();
    }

    private static string? StoredEtag(SqliteSession session, string stateName, GrainId grainId) =>
        session.Query(SelectEtag, reader => reader.GetString(0), stateName, Type(grainId), Key(grainId)).FirstOrDefault();

    private static string Type(GrainId grainId) => grainId.Type.ToString();

    private static string Key(GrainId grainId) => grainId.Key.ToString();
}
