-- What was said in exchanges that may be trained with, beside the outcome log, and the artifacts that come of it.
-- Texts compare by their bytes (COLLATE "C").

CREATE TABLE transcripts (
  tenant     text        COLLATE "C" NOT NULL,
  shard      int         NOT NULL,
  workload   text        COLLATE "C" NOT NULL,
  sequence   bigint      NOT NULL, -- of the outcome in its log
  ordinal    bigint      NOT NULL, -- 1, 2, ... along the workload: what is older than the newest N is known by it without counting
  outcome_id text        COLLATE "C" NOT NULL,
  expires    timestamptz NOT NULL,
  format     smallint    NOT NULL,
  content    bytea       NOT NULL,
  PRIMARY KEY (tenant, shard, workload, sequence)
);
ALTER TABLE transcripts ALTER COLUMN content SET STORAGE EXTERNAL; -- it is compressed already
CREATE UNIQUE INDEX transcripts_by_outcome ON transcripts (tenant, outcome_id);
CREATE UNIQUE INDEX transcripts_by_ordinal ON transcripts (tenant, shard, workload, ordinal);
CREATE INDEX transcripts_by_expiry ON transcripts (expires);

-- Appends a group as freehold_append_outcomes does, and in the same transaction what was said: for each outcome that is new its transcript, where
-- there is one. Of each workload the newest 'most' stay.
CREATE FUNCTION freehold_append_with_transcripts(
  tenants text[], shards int[], kinds smallint[], ids text[], subjects text[], ats timestamptz[], formats smallint[], payloads text[],
  workloads text[], expiries timestamptz[], contents bytea[], content_format smallint, most bigint)
RETURNS TABLE (place bigint, event_sequence bigint, was_there boolean) LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  places    bigint[];
  sequences bigint[];
  known     boolean[];
BEGIN
  SELECT array_agg(done.place ORDER BY done.place), array_agg(done.event_sequence ORDER BY done.place),
         array_agg(done.was_there ORDER BY done.place)
    INTO places, sequences, known
    FROM freehold_append_outcomes(tenants, shards, kinds, ids, subjects, ats, formats, payloads) AS done;

  INSERT INTO transcripts (tenant, shard, workload, sequence, ordinal, outcome_id, expires, format, content)
    SELECT given.tenant, given.shard, given.workload, given.sequence,
      coalesce((SELECT max(before.ordinal) FROM transcripts AS before
                WHERE before.tenant = given.tenant COLLATE "C" AND before.shard = given.shard
                  AND before.workload = given.workload COLLATE "C"), 0)
        + row_number() OVER (PARTITION BY given.tenant, given.shard, given.workload ORDER BY given.sequence),
      given.id, given.expires, content_format, given.content
    FROM unnest(tenants, shards, ids, workloads, expiries, contents, sequences, known)
      AS given (tenant, shard, id, workload, expires, content, sequence, was_known)
    WHERE given.content IS NOT NULL AND NOT given.was_known
    ON CONFLICT DO NOTHING;

  DELETE FROM transcripts AS old
    USING (SELECT DISTINCT one.tenant COLLATE "C" AS tenant, one.shard, one.workload COLLATE "C" AS workload
           FROM unnest(tenants, shards, workloads) AS one (tenant, shard, workload) WHERE one.workload IS NOT NULL) AS grown
    WHERE old.tenant = grown.tenant AND old.shard = grown.shard AND old.workload = grown.workload
      AND old.ordinal <= (SELECT max(newest.ordinal) FROM transcripts AS newest
                          WHERE newest.tenant = grown.tenant AND newest.shard = grown.shard AND newest.workload = grown.workload) - most;

  RETURN QUERY SELECT * FROM unnest(places, sequences, known);
END $$;

-- Files by the SHA-256 of their bytes, in rows of 1 MB.
CREATE TABLE artifacts (
  digest     bytea       PRIMARY KEY,
  length     bigint      NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE artifact_chunks (
  digest  bytea NOT NULL REFERENCES artifacts ON DELETE CASCADE,
  number  int   NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (digest, number)
);
ALTER TABLE artifact_chunks ALTER COLUMN content SET STORAGE EXTERNAL;
