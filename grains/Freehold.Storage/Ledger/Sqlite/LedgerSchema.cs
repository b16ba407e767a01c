using Freehold.Storage.Sqlite;

namespace Freehold.Storage.Ledger.Sqlite;

/// <summary>The schema of <c>ledger.db</c>.</summary>
internal static class LedgerSchema
{
    /// <summary>"FHLG" in ASCII.</summary>
    public const int ApplicationId = 0x46484C47;

    /// <summary>
    /// Version 1. The index by time holds all that sums need, so that they read nothing else. A row that is put in the place of another one
    /// (INSERT OR REPLACE) fires no trigger for its deletion, hence the trigger on insertion.
    /// </summary>
    public const string Version1 =
        """
        CREATE TABLE ledger_postings (
          tenant            TEXT    NOT NULL,
          shard             INTEGER NOT NULL,
          sequence          INTEGER NOT NULL,
          attempt           INTEGER NOT NULL,
          outcome_id        TEXT    NOT NULL,
          candidate         TEXT    NOT NULL,
          at_ms             INTEGER NOT NULL, -- Unix time in milliseconds
          day               INTEGER NOT NULL, -- of at_ms in UTC, such as 20260131
          prompt_tokens     INTEGER NOT NULL,
          completion_tokens INTEGER NOT NULL,
          cost_micro_usd    INTEGER NOT NULL,
          PRIMARY KEY (tenant, shard, sequence, attempt)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX ledger_postings_by_time
          ON ledger_postings (tenant, at_ms, day, candidate, prompt_tokens, completion_tokens, cost_micro_usd);
        CREATE TRIGGER ledger_postings_no_update BEFORE UPDATE ON ledger_postings
          BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no posting is ever changed'); END;
        CREATE TRIGGER ledger_postings_no_delete BEFORE DELETE ON ledger_postings
          BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no posting is ever deleted'); END;
        CREATE TRIGGER ledger_postings_no_replace BEFORE INSERT ON ledger_postings
          WHEN EXISTS (SELECT 1 FROM ledger_postings WHERE tenant = NEW.tenant AND shard = NEW.shard
                       AND sequence = NEW.sequence AND attempt = NEW.attempt)
          BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no posting is ever replaced'); END;
        CREATE TABLE ledger_checkpoints (
          tenant   TEXT    NOT NULL,
          shard    INTEGER NOT NULL,
          sequence INTEGER NOT NULL,
          PRIMARY KEY (tenant, shard)
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER ledger_checkpoints_only_grow BEFORE UPDATE ON ledger_checkpoints
          WHEN NEW.tenant <> OLD.tenant OR NEW.shard <> OLD.shard OR NEW.sequence <= OLD.sequence
          BEGIN SELECT RAISE(ABORT, 'a checkpoint of the ledger only grows'); END;
        CREATE TRIGGER ledger_checkpoints_no_delete BEFORE DELETE ON ledger_checkpoints
          BEGIN SELECT RAISE(ABORT, 'a checkpoint of the ledger is never deleted'); END;
        CREATE TRIGGER ledger_checkpoints_no_replace BEFORE INSERT ON ledger_checkpoints
          WHEN EXISTS (SELECT 1 FROM ledger_checkpoints WHERE tenant = NEW.tenant AND shard = NEW.shard)
          BEGIN SELECT RAISE(ABORT, 'a checkpoint of the ledger only grows'); END;
        """;

    public static SchemaMigrator Migrator { get; } = new(ApplicationId, Version1);
}
