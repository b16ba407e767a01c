namespace Freehold.Storage.Tests.Audit;

/// <summary>The suite on SQLite.</summary>
public sealed class SqliteAuditLogTests() : AuditLogTests(new SqliteAuditStore());

/// <summary>The suite on PostgreSQL.</summary>
public sealed class PostgresAuditLogTests() : AuditLogTests(new PostgresAuditStore());
