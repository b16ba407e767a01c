-- The outcome log. Texts compare by their bytes (COLLATE "C"), whatever the database's own collation is.

-- The head of each log. Whoever appends holds the lock of its row until the commit, so that sequences become visible in their order.
CREATE TABLE outcome_logs (
  tenant        text   COLLATE "C" NOT NULL,
  shard         int    NOT NULL,
  last_sequence bigint NOT NULL,
  PRIMARY KEY (tenant, shard)
) WITH (fillfactor = 50); -- room on the page for the next version of the row, so that no index is touched

CREATE TABLE outcome_events (
  tenant   text        COLLATE "C" NOT NULL,
  shard    int         NOT NULL,
  sequence bigint      NOT NULL,
  kind     smallint    NOT NULL, -- 1 outcome, 2 feedback
  id       text        COLLATE "C" NOT NULL,
  subject  text        COLLATE "C", -- the outcome that feedback is about
  at       timestamptz NOT NULL,
  format   smallint    NOT NULL,
  payload  text        NOT NULL,
  PRIMARY KEY (tenant, shard, sequence)
);
CREATE UNIQUE INDEX outcome_events_by_id ON outcome_events (tenant, kind, id);
CREATE INDEX outcome_events_by_subject ON outcome_events (tenant, subject, sequence) WHERE subject IS NOT NULL;

CREATE FUNCTION freehold_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the table % is append-only: no row is ever changed or deleted', TG_TABLE_NAME;
END $$;

CREATE TRIGGER outcome_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON outcome_events
  FOR EACH STATEMENT EXECUTE FUNCTION freehold_append_only();

-- Appends a group of events, of any logs, as if one after the other. Gives for each its place and whether its id was there already;
-- the sequence is null for feedback on an outcome that is not there.
--
-- Plans are cached while the tables are still small and must be right when they are large: every look-up is a scalar subquery, which is
-- never turned into a join or a hash of the whole table, and always goes by an index.
CREATE FUNCTION freehold_append_outcomes(
  tenants text[], shards int[], kinds smallint[], ids text[], subjects text[], ats timestamptz[], formats smallint[], payloads text[])
RETURNS TABLE (place bigint, event_sequence bigint, was_there boolean) LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
  -- Heads are made and locked in the order of their keys: two groups never wait for each other in a circle.
  INSERT INTO outcome_logs (tenant, shard, last_sequence)
    SELECT DISTINCT log.tenant COLLATE "C", log.shard, 0 FROM unnest(tenants, shards) AS log (tenant, shard) ORDER BY 1, 2
    ON CONFLICT DO NOTHING;
  PERFORM FROM outcome_logs AS head
    WHERE (head.tenant, head.shard) IN (SELECT log.tenant, log.shard FROM unnest(tenants, shards) AS log (tenant, shard))
    ORDER BY head.tenant, head.shard FOR UPDATE;

  -- A statement of its own, so that it sees what was committed while the locks were waited for.
  RETURN QUERY
  WITH given AS MATERIALIZED (
    SELECT one.place, one.tenant COLLATE "C" AS tenant, one.shard, one.kind, one.id COLLATE "C" AS id,
           one.subject COLLATE "C" AS subject, one.at, one.format, one.payload
    FROM unnest(tenants, shards, kinds, ids, subjects, ats, formats, payloads)
      WITH ORDINALITY AS one (tenant, shard, kind, id, subject, at, format, payload, place)
  ), found AS MATERIALIZED (
    SELECT given.*,
      (SELECT event.sequence FROM outcome_events AS event
       WHERE event.tenant = given.tenant AND event.kind = given.kind AND event.id = given.id) AS known,
      subject IS NULL
        OR (SELECT about.sequence FROM outcome_events AS about
            WHERE about.tenant = given.tenant AND about.kind = 1 AND about.id = given.subject) IS NOT NULL
        OR (SELECT min(before.place) FROM given AS before
            WHERE before.tenant = given.tenant AND before.kind = 1 AND before.id = given.subject) < given.place AS is_about_something
    FROM given
  ), placed AS MATERIALIZED (
    SELECT found.*, known IS NULL AND is_about_something
      AND row_number() OVER (PARTITION BY tenant, kind, id, is_about_something ORDER BY found.place) = 1 AS is_new
    FROM found
  ), numbered AS MATERIALIZED (
    SELECT placed.*,
      (SELECT head.last_sequence FROM outcome_logs AS head WHERE head.tenant = placed.tenant AND head.shard = placed.shard)
        + row_number() OVER (PARTITION BY tenant, shard, is_new ORDER BY placed.place) AS next
    FROM placed
  ), added AS (
    INSERT INTO outcome_events (tenant, shard, sequence, kind, id, subject, at, format, payload)
    SELECT tenant, shard, next, kind, id, subject, at, format, payload FROM numbered WHERE is_new ORDER BY numbered.place
  ), moved AS (
    UPDATE outcome_logs AS head SET last_sequence = grown.last
    FROM (SELECT tenant, shard, max(next) AS last FROM numbered WHERE is_new GROUP BY tenant, shard) AS grown
    WHERE head.tenant = grown.tenant AND head.shard = grown.shard
  )
  SELECT numbered.place,
    CASE WHEN is_about_something
      THEN coalesce(known, max(next) FILTER (WHERE is_new) OVER (PARTITION BY tenant, kind, id)) END,
    NOT is_new
  FROM numbered ORDER BY numbered.place;
END $$;
