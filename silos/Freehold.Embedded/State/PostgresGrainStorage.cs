using System.Text.Json;
using Freehold.Embedded.Hosting;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Freehold.Embedded.State;

/// <summary>States as JSON, one row a state, in the PostgreSQL database.</summary>
/// <remarks>
/// Every change is one statement that gives the ETag which is stored after it. A repeated one finds its own ETag there, and so knows that
/// the first attempt, whose answer was lost, had been committed.
/// </remarks>
internal sealed class PostgresGrainStorage(PostgresStateDatabase database, IOptions<EmbeddedGrainOptions> options) : IGrainStorage
{
    private const string ThisState = "state_name = $1 AND grain_type = $2 AND grain_key = $3";

    private const string Select = $"SELECT payload, etag FROM embedded_grain_state WHERE {ThisState}";

    private const string Insert =
        $"""
        WITH written AS (
          INSERT INTO embedded_grain_state (state_name, grain_type, grain_key, etag, payload) VALUES ($1, $2, $3, $4, $5)
          ON CONFLICT DO NOTHING RETURNING etag)
        SELECT etag FROM written UNION ALL SELECT etag FROM embedded_grain_state WHERE {ThisState}
        """;

    // What the statement changes it does not see itself: a row written is in 'written' with its new ETag, and below with its old one.
    private const string Update =
        $"""
        WITH written AS (UPDATE embedded_grain_state SET etag = $4, payload = $5 WHERE {ThisState} AND etag = $6 RETURNING etag)
        SELECT etag FROM written
        UNION ALL SELECT etag FROM embedded_grain_state WHERE {ThisState} AND NOT EXISTS (SELECT FROM written)
        """;

    private const string Delete =
        $"""
        WITH deleted AS (DELETE FROM embedded_grain_state WHERE {ThisState} AND etag = $4 RETURNING etag)
        SELECT etag FROM embedded_grain_state WHERE {ThisState} AND NOT EXISTS (SELECT FROM deleted)
        """;

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var rows = await database.QueryAsync(
            Select, reader => (Payload: reader.GetString(0), Etag: reader.GetString(1)), stateName, Type(grainId), Key(grainId));
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
        var payload = JsonSerializer.Serialize(grainState.State, options.Value.StateJson);
        var expected = grainState.ETag;
        var etag = Guid.NewGuid().ToString("N");
        var stored = expected is null
            ? await EtagAsync(Insert, stateName, Type(grainId), Key(grainId), etag, payload)
            : await EtagAsync(Update, stateName, Type(grainId), Key(grainId), etag, payload, expected);
        StateConflict.ThrowIfOther(stored, etag, expected, stateName, grainId);
        grainState.ETag = etag;
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // The empty ETag is nobody's: a state that was never read deletes nothing.
        var expected = grainState.ETag;
        var stored = await EtagAsync(Delete, stateName, Type(grainId), Key(grainId), expected ?? "");
        StateConflict.ThrowIfOther(stored, null, expected, stateName, grainId);
        ((GrainState<T>)grainState).Reset();
    }

    private async Task<string?> EtagAsync(string sql, params object[] values) =>
        (await database.QueryAsync(sql, reader => reader.GetString(0), values)).FirstOrDefault();

    private static string Type(GrainId grainId) => grainId.Type.ToString();

    private static string Key(GrainId grainId) => grainId.Key.ToString();
}
