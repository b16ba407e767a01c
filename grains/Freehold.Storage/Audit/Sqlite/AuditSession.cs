using System.Text;
using Freehold.Contracts.Audit;
using Freehold.Contracts.Tenancy;
using Freehold.Storage.Sqlite;

namespace Freehold.Storage.Audit.Sqlite;

/// <summary>A connection with the chains: one that appends, or one that reads. For one thread at a time.</summary>
internal sealed class AuditSession : IDisposable
{
    private const string Columns = "sequence, operation_id, at_ms, actor, action, subject, detail, previous_hash, hash";

    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _oldestFirst;
    private readonly SqliteStatement _newestFirst;
    private readonly SqliteStatement _byOperation;
    private SqliteStatement? _insert;

    private AuditSession(SqliteDatabase database)
    {
        _database = database;
        _oldestFirst = database.Prepare(
            $"SELECT {Columns} FROM audit_entries WHERE tenant = ?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3");
        _newestFirst = database.Prepare(
            $"SELECT {Columns} FROM audit_entries WHERE tenant = ?1 AND sequence < ?2 ORDER BY sequence DESC LIMIT ?3");
        _byOperation = database.Prepare($"SELECT {Columns} FROM audit_entries WHERE tenant = ?1 AND operation_id = ?2");
    }

    public static AuditSession ForReading(SqliteDatabase database) => new(database);

    public static AuditSession ForAppending(SqliteDatabase database)
    {
        // FULL: a commit is on disk, against loss of power too, before it returns.
        database.Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
        AuditSchema.Migrator.Apply(database);
        return new AuditSession(database)
        {
            _insert = database.Prepare(
                $"INSERT INTO audit_entries (tenant, {Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"),
        };
    }

    public AuditEntry Append(TenantId tenant, AuditRecord record) => _database.InOne(() =>
    {
        if (Entries(_byOperation.Bind(1, tenant.Value).Bind(2, record.OperationId)) is [var there])
            return there;

        var last = Entries(_newestFirst.Bind(1, tenant.Value).Bind(2, long.MaxValue).Bind(3, 1)) is [var head] ? head : null;
        var entry = AuditChain.Next(tenant, record, last?.Sequence ?? 0, last?.Hash ?? AuditChain.Genesis);
        Insert(tenant, entry);
        return entry;
    });

    public AuditPage Read(TenantId tenant, AuditQuery query)
    {
        var statement = query.After is { } after ? _oldestFirst.Bind(2, after) : _newestFirst.Bind(2, query.Before ?? long.MaxValue);
        var entries = Entries(statement.Bind(1, tenant.Value).Bind(3, query.Limit + 1));
        return new AuditPage { Entries = [.. entries.Take(query.Limit)], HasMore = entries.Count > query.Limit };
    }

    public void Dispose()
    {
        foreach (var statement in (SqliteStatement?[])[_oldestFirst, _newestFirst, _byOperation, _insert])
            statement?.Dispose();
        _database.Dispose();
    }

    private void Insert(TenantId tenant, AuditEntry entry) => _insert!
        .Bind(1, tenant.Value).Bind(2, entry.Sequence).Bind(3, entry.Record.OperationId)
        .Bind(4, entry.Record.At.ToUnixTimeMilliseconds()).Bind(5, entry.Record.Actor).Bind(6, entry.Record.Action)
        .Bind(7, entry.Record.Subject).Bind(8, entry.Record.Detail).Bind(9, entry.PreviousHash).Bind(10, entry.Hash)
        .Run();

    private static List<AuditEntry> Entries(SqliteStatement statement)
    {
        var entries = new List<AuditEntry>();
        try
        {
            while (statement.Step())
                entries.Add(EntryAt(statement));
            return entries;
        }
        finally
        {
            statement.Reset();
        }
    }

    private static AuditEntry EntryAt(SqliteStatement row) => new()
    {
        Sequence = row.Int64(0),
        Record = new AuditRecord
        {
            OperationId = Text(row, 1),
            At = AuditChain.TimeOf(row.Int64(2)),
            Actor = Text(row, 3),
            Action = Text(row, 4),
            Subject = Text(row, 5),
            Detail = Text(row, 6),
        },
        PreviousHash = Text(row, 7),
        Hash = Text(row, 8),
    };

    private static string Text(SqliteStatement row, int column) => Encoding.UTF8.GetString(row.Utf8(column));
}
