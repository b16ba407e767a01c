using Freehold.Storage.Audit;
using Freehold.Storage.Audit.Sqlite;
using Freehold.Storage.Sqlite;
using Freehold.Testing;

namespace Freehold.Storage.Tests.Audit;

/// <summary>A SQLite audit log in a folder of its own.</summary>
internal sealed class SqliteAuditStore : AuditStore
{
    private readonly TempFolder _temp = new();
    private DataFolder _folder;
    private SqliteAuditLog _log;

    public SqliteAuditStore()
    {
        _folder = DataFolder.Open(_temp["data"]);
        _log = SqliteAuditLog.Open(_folder);
    }

    public override IAuditLog Log => _log;

    public override void Reopen()
    {
        Close();
        _folder = DataFolder.Open(_temp["data"]);
        _log = SqliteAuditLog.Open(_folder);
    }

    public override void Run(string sql)
    {
        using var database = SqliteDatabase.Open(_folder.AuditPath, readOnly: false, busyTimeoutMs: 5_000);
        database.Run(sql);
    }

    public override void Disarm() =>
        Run("DROP TRIGGER audit_entries_no_update; DROP TRIGGER audit_entries_no_delete; DROP TRIGGER audit_entries_no_replace");

    public override void Dispose()
    {
        Close();
        _temp.Dispose();
    }

    private void Close()
    {
        _log.Dispose();
        _folder.Dispose();
    }
}
