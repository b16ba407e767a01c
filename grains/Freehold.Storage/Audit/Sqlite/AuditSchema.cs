using Freehold.Storage.Sqlite;

namespace Freehold.Storage.Audit.Sqlite;

/// <summary>The schema of <c>audit.db</c>.</summary>
internal static class AuditSchema
{
    /// <summary>"FHAU" in ASCII.</summary>
    public const int ApplicationId = 0x46484155;

    /// <summary>
    /// Version 1. Hashes are hex for people with a SQL shell. A row that is put in the place of another one (INSERT OR REPLACE) fires no trigger
    /// for its deletion, hence the trigger on insertion.
    /// </summary>
    public const string Version1 =
        """
        CREATE TABLE audit_entries (
          tenant        TEXT    NOT NULL,
          sequence      INTEGER NOT NULL,
          operation_id  TEXT    NOT NULL,
          at_ms         INTEGER NOT NULL, -- Unix time in milliseconds
          actor         TEXT    NOT NULL,
          action        TEXT    NOT NULL,
          subject       TEXT    NOT NULL,
          detail        TEXT    NOT NULL,
          previous_hash TEXT    NOT NULL,
          hash          TEXT    NOT NULL,
          PRIMARY KEY (tenant, sequence)
        ) STRICT;
        CREATE UNIQUE INDEX audit_entries_by_operation ON audit_entries (tenant, operation_id);
        CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries
          BEGIN SELECT RAISE(ABORT, 'the audit log is append-only: no entry is ever changed'); END;
        CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries
          BEGIN SELECT RAISE(ABORT, 'the audit log is append-only: no entry is ever deleted'); END;
        CREATE TRIGGER audit_entries_no_replace BEFORE INSERT ON audit_entries
          WHEN EXISTS (SELECT 1 FROM audit_entries
                       WHERE tenant = NEW.tenant AND (sequence = NEW.sequence OR operation_id = NEW.operation_id))
          BEGIN SELECT RAISE(ABORT, 'the audit log is append-only: no entry is ever replaced'); END;
        """;

    public static SchemaMigrator Migrator { get; } = new(ApplicationId, Version1);
}
