-- The ledger: what each attempt cost, computed from the outcome log. Texts compare by their bytes (COLLATE "C").

CREATE TABLE ledger_postings (
  tenant            text   COLLATE "C" NOT NULL,
  shard             int    NOT NULL,
  sequence          bigint NOT NULL,
  attempt           int    NOT NULL,
  outcome_id        text   COLLATE "C" NOT NULL,
  candidate         text   COLLATE "C" NOT NULL,
  at_ms             bigint NOT NULL, -- Unix time in milliseconds
  day               int    NOT NULL, -- of at_ms in UTC, such as 20260131
  prompt_tokens     int    NOT NULL,
  completion_tokens int    NOT NULL,
  cost_micro_usd    bigint NOT NULL,
  PRIMARY KEY (tenant, shard, sequence, attempt)
);
-- Holds all that sums need, so that they read nothing else.
CREATE INDEX ledger_postings_by_time ON ledger_postings (tenant, at_ms)
  INCLUDE (day, candidate, prompt_tokens, completion_tokens, cost_micro_usd);

CREATE TRIGGER ledger_postings_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_postings
  FOR EACH STATEMENT EXECUTE FUNCTION freehold_append_only();

-- How far each log is posted.
CREATE TABLE ledger_checkpoints (
  tenant   text   COLLATE "C" NOT NULL,
  shard    int    NOT NULL,
  sequence bigint NOT NULL,
  PRIMARY KEY (tenant, shard)
) WITH (fillfactor = 50); -- room on the page for the next version of the row, so that no index is touched

CREATE FUNCTION freehold_checkpoint_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a checkpoint of the ledger only grows';
END $$;

CREATE TRIGGER ledger_checkpoints_only_grow BEFORE UPDATE ON ledger_checkpoints FOR EACH ROW
  WHEN (NEW.tenant <> OLD.tenant OR NEW.shard <> OLD.shard OR NEW.sequence <= OLD.sequence)
  EXECUTE FUNCTION freehold_checkpoint_grows();
CREATE TRIGGER ledger_checkpoints_stay BEFORE DELETE OR TRUNCATE ON ledger_checkpoints
  FOR EACH STATEMENT EXECUTE FUNCTION freehold_checkpoint_grows();

-- Posts what the events of a log cost and moves its checkpoint, where that is still the one that the caller started from.
CREATE FUNCTION freehold_post_ledger(
  log_tenant text, log_shard int, from_sequence bigint, to_sequence bigint,
  sequences bigint[], attempts int[], outcome_ids text[], candidates text[], ats bigint[], days int[],
  prompts int[], completions int[], costs bigint[],
  OUT posted boolean, OUT checkpoint bigint) LANGUAGE plpgsql AS $$
BEGIN
  -- Postings and checkpoint are lost together or not at all, and the log, which waits for the disk, gives them again.
  PERFORM set_config('synchronous_commit', 'off', true);
  INSERT INTO ledger_checkpoints (tenant, shard, sequence) VALUES (log_tenant, log_shard, 0) ON CONFLICT DO NOTHING;
  SELECT head.sequence INTO checkpoint FROM ledger_checkpoints AS head
    WHERE head.tenant = log_tenant AND head.shard = log_shard FOR UPDATE;
  posted := checkpoint = from_sequence;
  IF posted THEN
    INSERT INTO ledger_postings (tenant, shard, sequence, attempt, outcome_id, candidate, at_ms, day,
                                 prompt_tokens, completion_tokens, cost_micro_usd)
      SELECT log_tenant, log_shard, one.* FROM unnest(
        sequences, attempts, outcome_ids, candidates, ats, days, prompts, completions, costs) AS one;
    UPDATE ledger_checkpoints AS head SET sequence = to_sequence WHERE head.tenant = log_tenant AND head.shard = log_shard;
    checkpoint := to_sequence;
  END IF;
END $$;

-- The audit chains, one a tenant. An entry's hash binds it to all before it; docs/audit-chain.md says how.
CREATE TABLE audit_entries (
  tenant        text   COLLATE "C" NOT NULL,
  sequence      bigint NOT NULL,
  operation_id  text   COLLATE "C" NOT NULL,
  at_ms         bigint NOT NULL, -- Unix time in milliseconds, as it is hashed
  actor         text   NOT NULL,
  action        text   NOT NULL,
  subject       text   NOT NULL,
  detail        text   NOT NULL,
  previous_hash text   NOT NULL,
  hash          text   NOT NULL,
  PRIMARY KEY (tenant, sequence)
);
CREATE UNIQUE INDEX audit_entries_by_operation ON audit_entries (tenant, operation_id);

CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
  FOR EACH STATEMENT EXECUTE FUNCTION freehold_append_only();
