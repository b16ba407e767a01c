using Freehold.Storage.Audit;
using Freehold.Storage.Audit.Postgres;
using Freehold.Storage.Postgres;
using Freehold.Storage.Tests.Postgres;

namespace Freehold.Storage.Tests.Audit;

/// <summary>An audit log in a PostgreSQL database of its own.</summary>
internal sealed class PostgresAuditStore : AuditStore
{
    private PostgresDatabase _database = PostgresTest.OpenNew();

    public override IAuditLog Log => new PostgresAuditLog(_database, TimeProvider.System);

    public override void Reopen()
    {
        var connectionString = _database.ConnectionString;
        _database.Dispose();
        _database = PostgresDatabase.Open(connectionString);
    }

    public override void Run(string sql) => _database.Run(sql);

    public override void Disarm() => Run("DROP TRIGGER audit_entries_append_only ON audit_entries");

    public override void Dispose() => _database.Dispose();
}
