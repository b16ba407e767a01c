using Freehold.Storage.Sqlite;

namespace Freehold.Storage.Outcomes.Sqlite;

/// <summary>The schema of <c>outcomes.db</c>.</summary>
internal static class OutcomeSchema
{
    /// <summary>"FHOL" in ASCII.</summary>
    public const int ApplicationId = 0x46484F4C;

    /// <summary>
    /// Version 1. Rows lie in the order of their arrival (rowid), so that an append touches the last page whatever tenant it is of.
    /// <c>subject</c> is the outcome that feedback is about. The payload is TEXT for people with a SQL shell.
    /// </summary>
    public const string Version1 =
        """
        CREATE TABLE events (
          tenant   TEXT    NOT NULL,
          shard    INTEGER NOT NULL,
          sequence INTEGER NOT NULL,
          kind     INTEGER NOT NULL,
          id       TEXT    NOT NULL,
          subject  TEXT,
          at       INTEGER NOT NULL, -- Unix time in milliseconds
          format   INTEGER NOT NULL,
          payload  TEXT    NOT NULL,
          PRIMARY KEY (tenant, shard, sequence)
        ) STRICT;
        CREATE UNIQUE INDEX events_by_id ON events (tenant, kind, id);
        CREATE INDEX events_by_subject ON events (tenant, subject) WHERE subject IS NOT NULL;
        CREATE TRIGGER events_no_update BEFORE UPDATE ON events
          BEGIN SELECT RAISE(ABORT, 'the outcome log is append-only: no row is ever changed'); END;
        CREATE TRIGGER events_no_delete BEFORE DELETE ON events
          BEGIN SELECT RAISE(ABORT, 'the outcome log is append-only: no row is ever deleted'); END;
        """;

    public static SchemaMigrator Migrator { get; } = new(ApplicationId, Version1);
}
