using Freehold.Embedded.State;
using Microsoft.Data.Sqlite;
using Orleans.Runtime;

namespace Freehold.Embedded.Reminders;

/// <summary>The reminders in the data file.</summary>
internal sealed class SqliteReminderTable(SqliteDatabase database) : IReminderTable
{
    private const string Columns = "grain_type, grain_key, name, start_utc_ticks, period_ticks, next_utc_ticks";

    public Task UpsertAsync(ReminderRow row) => database.WriteAsync(session => session.Execute(
        $"INSERT OR REPLACE INTO reminder ({Columns}) VALUES ($1, $2, $3, $4, $5, $6)",
        Type(row.GrainId), Key(row.GrainId), row.ReminderName, row.Start.Ticks, row.Period.Ticks, row.Next.Ticks));

    public Task AdvanceAsync(ReminderRow row, DateTime next) => database.WriteAsync(session => session.Execute(
        "UPDATE reminder SET next_utc_ticks = $5 WHERE grain_type = $1 AND grain_key = $2 AND name = $3 AND start_utc_ticks = $4",
        Type(row.GrainId), Key(row.GrainId), row.ReminderName, row.Start.Ticks, next.Ticks));

    public Task DeleteAsync(GrainId grainId, string name) => database.WriteAsync(session => session.Execute(
        "DELETE FROM reminder WHERE grain_type = $1 AND grain_key = $2 AND name = $3", Type(grainId), Key(grainId), name));

    public Task<List<ReminderRow>> OfGrainAsync(GrainId grainId) => database.ReadAsync(session => session.Query(
        $"SELECT {Columns} FROM reminder WHERE grain_type = $1 AND grain_key = $2 ORDER BY name", Read, Type(grainId), Key(grainId)));

    public Task<List<ReminderRow>> DueAsync(DateTime now, int limit) => database.ReadAsync(session => session.Query(
        $"SELECT {Columns} FROM reminder WHERE next_utc_ticks <= $1 ORDER BY next_utc_ticks LIMIT $2", Read, now.Ticks, limit));

    public async Task<DateTime?> NextDueAsync()
    {
        var rows = await database.ReadAsync(session => session.Query(
            "SELECT MIN(next_utc_ticks) FROM reminder", reader => reader.IsDBNull(0) ? (long?)null : reader.GetInt64(0)));
        return rows[0] is { } ticks ? new DateTime(ticks, DateTimeKind.Utc) : null;
    }

    private static ReminderRow Read(SqliteDataReader reader) => new(
        GrainId.Create(reader.GetString(0), reader.GetString(1)),
        reader.GetString(2),
        new DateTime(reader.GetInt64(3), DateTimeKind.Utc),
        TimeSpan.FromTicks(reader.GetInt64(4)),
        new DateTime(reader.GetInt64(5), DateTimeKind.Utc));

    private static string Type(GrainId grainId) => grainId.Type.ToString();

    private static string Key(GrainId grainId) => grainId.Key.ToString();
}
