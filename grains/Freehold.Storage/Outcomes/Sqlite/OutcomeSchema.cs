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

    /// <summary>
    /// Version 2: what was said, in a table of its own, because it can be forgotten and an event cannot. <c>ordinal</c> counts along the workload:
    /// what is older than its newest N is known by it without counting.
    /// </summary>
    public const string Version2 =
        """
        CREATE TABLE transcripts (
          tenant     TEXT    NOT NULL,
          shard      INTEGER NOT NULL,
          workload   TEXT    NOT NULL,
          sequence   INTEGER NOT NULL, -- of the outcome in its log
          ordinal    INTEGER NOT NULL,
          outcome_id TEXT    NOT NULL,
          expires    INTEGER NOT NULL, -- Unix time in milliseconds
          format     INTEGER NOT NULL,
          content    BLOB    NOT NULL,
          PRIMARY KEY (tenant, shard, workload, sequence)
        ) STRICT;
        CREATE UNIQUE INDEX transcripts_by_outcome ON transcripts (tenant, outcome_id);
        CREATE UNIQUE INDEX transcripts_by_ordinal ON transcripts (tenant, shard, workload, ordinal);
        CREATE INDEX transcripts_by_expiry ON transcripts (expires);
        """;

    public static SchemaMigrator Migrator { get; } = new(ApplicationId, Version1, Version2);
}
