-- What a cluster of silos keeps here: who is alive, the state of grains, their reminders, and the keys of the console's cookies.
--
-- Orleans reads its statements from the table OrleansQuery and passes values by the names of their parameters
-- (Orleans.Clustering.AdoNet, Orleans.Persistence.AdoNet, Orleans.Reminders.AdoNet); the names of the result's columns are part of the same agreement. Tables and
-- statements are ours: each statement is one round trip, and whatever compares and changes does both in one statement.

CREATE TABLE OrleansQuery (
    QueryKey text PRIMARY KEY,
    QueryText text NOT NULL
);

-- Silos by name, for as long as each holds the advisory lock of its name; see SiloRegistration.
CREATE TABLE silos (
    cluster_id text NOT NULL,
    name text NOT NULL,
    name_lock bigint NOT NULL,
    roles text NOT NULL,
    contract_version integer NOT NULL,
    oldest_contract_version integer NOT NULL,
    machine text NOT NULL,
    process_id integer NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (cluster_id, name)
);

CREATE TABLE data_protection_keys (
    id text PRIMARY KEY,
    xml text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- Membership: rows of silos, and one version a cluster that every change raises.

CREATE TABLE membership_versions (
    deployment_id text PRIMARY KEY,
    version integer NOT NULL DEFAULT 0,
    changed_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE membership (
    deployment_id text NOT NULL REFERENCES membership_versions (deployment_id),
    address text NOT NULL,
    port integer NOT NULL,
    generation integer NOT NULL,
    silo_name text NOT NULL,
    host_name text NOT NULL,
    status integer NOT NULL,
    proxy_port integer,
    suspect_times text,
    start_time timestamptz NOT NULL,
    i_am_alive_time timestamptz NOT NULL,
    PRIMARY KEY (deployment_id, address, port, generation)
);

INSERT INTO OrleansQuery VALUES ('InsertMembershipVersionKey', $q$
    WITH made AS (
        INSERT INTO membership_versions (deployment_id) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1)
    SELECT count(*)::int FROM made
$q$);

INSERT INTO OrleansQuery VALUES ('InsertMembershipKey', $q$
    WITH raised AS (
        UPDATE membership_versions SET version = version + 1, changed_at = now()
        WHERE deployment_id = @DeploymentId AND version = @Version AND NOT EXISTS (
            SELECT FROM membership
            WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
        RETURNING deployment_id),
    added AS (
        INSERT INTO membership (
            deployment_id, address, port, generation, silo_name, host_name, status, proxy_port, start_time, i_am_alive_time)
        SELECT deployment_id, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
        FROM raised
        RETURNING 1)
    SELECT count(*)::int FROM added
$q$);

INSERT INTO OrleansQuery VALUES ('UpdateMembershipKey', $q$
    WITH raised AS (
        UPDATE membership_versions SET version = version + 1, changed_at = now()
        WHERE deployment_id = @DeploymentId AND version = @Version AND EXISTS (
            SELECT FROM membership
            WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
        RETURNING deployment_id),
    changed AS (
        UPDATE membership AS m SET status = @Status, suspect_times = @SuspectTimes, i_am_alive_time = @IAmAliveTime
        FROM raised
        WHERE m.deployment_id = raised.deployment_id AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
        RETURNING 1)
    SELECT count(*)::int FROM changed
$q$);

INSERT INTO OrleansQuery VALUES ('UpdateIAmAlivetimeKey', $q$
    UPDATE membership SET i_am_alive_time = @IAmAliveTime
    WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$q$);

-- A cluster without members still has a version, and its row then has nothing of a silo.
INSERT INTO OrleansQuery VALUES ('MembershipReadAllKey', $q$
    SELECT v.deployment_id AS DeploymentId, m.address AS Address, m.port AS Port, m.generation AS Generation, m.silo_name AS SiloName,
        m.host_name AS HostName, m.status AS Status, m.proxy_port AS ProxyPort, m.suspect_times AS SuspectTimes,
        m.start_time AS StartTime, m.i_am_alive_time AS IAmAliveTime, v.version AS Version
    FROM membership_versions v LEFT JOIN membership m USING (deployment_id)
    WHERE v.deployment_id = @DeploymentId
$q$);

INSERT INTO OrleansQuery VALUES ('MembershipReadRowKey', $q$
    SELECT v.deployment_id AS DeploymentId, m.address AS Address, m.port AS Port, m.generation AS Generation, m.silo_name AS SiloName,
        m.host_name AS HostName, m.status AS Status, m.proxy_port AS ProxyPort, m.suspect_times AS SuspectTimes,
        m.start_time AS StartTime, m.i_am_alive_time AS IAmAliveTime, v.version AS Version
    FROM membership_versions v LEFT JOIN membership m
        ON m.deployment_id = v.deployment_id AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
    WHERE v.deployment_id = @DeploymentId
$q$);

INSERT INTO OrleansQuery VALUES ('GatewaysQueryKey', $q$
    SELECT address AS Address, proxy_port AS ProxyPort, generation AS Generation
    FROM membership
    WHERE deployment_id = @DeploymentId AND status = @Status AND proxy_port > 0
$q$);

INSERT INTO OrleansQuery VALUES ('CleanupDefunctSiloEntriesKey', $q$
    DELETE FROM membership WHERE deployment_id = @DeploymentId AND i_am_alive_time < @IAmAliveTime AND status <> 3
$q$);

INSERT INTO OrleansQuery VALUES ('DeleteMembershipTableEntriesKey', $q$
    WITH silos_gone AS (DELETE FROM membership WHERE deployment_id = @DeploymentId)
    DELETE FROM membership_versions WHERE deployment_id = @DeploymentId
$q$);

-- Grain state. A key is a number, a GUID (both in n0 and n1) or text; text is never empty, so an empty one stands for none.

CREATE TABLE grain_state (
    service_id text NOT NULL,
    grain_type text NOT NULL,
    n0 bigint NOT NULL,
    n1 bigint NOT NULL,
    key text NOT NULL,
    payload bytea,
    version integer NOT NULL,
    modified_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (service_id, grain_type, n0, n1, key)
);

INSERT INTO OrleansQuery VALUES ('ReadFromStorageKey', $q$
    SELECT payload AS PayloadBinary, modified_at AS ModifiedOn, version AS Version
    FROM grain_state
    WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND n0 = @GrainIdN0 AND n1 = @GrainIdN1
        AND key = coalesce(@GrainIdExtensionString, '')
$q$);

-- Gives the new version, or the caller's own where somebody else has written: that is how Orleans sees a conflict.
INSERT INTO OrleansQuery VALUES ('WriteToStorageKey', $q$
    WITH changed AS (
        UPDATE grain_state SET payload = @PayloadBinary, version = version + 1, modified_at = now()
        WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND n0 = @GrainIdN0 AND n1 = @GrainIdN1
            AND key = coalesce(@GrainIdExtensionString, '') AND version = @GrainStateVersion
        RETURNING version),
    made AS (
        INSERT INTO grain_state (service_id, grain_type, n0, n1, key, payload, version)
        SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString, ''), @PayloadBinary, 1
        WHERE @GrainStateVersion::integer IS NULL
        ON CONFLICT DO NOTHING
        RETURNING version)
    SELECT coalesce((SELECT version FROM changed), (SELECT version FROM made), @GrainStateVersion::integer) AS NewGrainStateVersion
$q$);

INSERT INTO OrleansQuery VALUES ('ClearStorageKey', $q$
    UPDATE grain_state SET payload = NULL, version = version + 1, modified_at = now()
    WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND n0 = @GrainIdN0 AND n1 = @GrainIdN1
        AND key = coalesce(@GrainIdExtensionString, '') AND version = @GrainStateVersion
    RETURNING version AS NewGrainStateVersion
$q$);

INSERT INTO OrleansQuery VALUES ('DeleteStorageKey', $q$
    DELETE FROM grain_state
    WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND n0 = @GrainIdN0 AND n1 = @GrainIdN1
        AND key = coalesce(@GrainIdExtensionString, '') AND version = @GrainStateVersion
    RETURNING version + 1 AS NewGrainStateVersion
$q$);

-- Reminders. A silo reads the range of hashes that it is responsible for.

CREATE TABLE reminders (
    service_id text NOT NULL,
    grain_id text NOT NULL,
    reminder_name text NOT NULL,
    start_time timestamptz NOT NULL,
    period_ms bigint NOT NULL,
    grain_hash integer NOT NULL,
    version integer NOT NULL DEFAULT 0,
    PRIMARY KEY (service_id, grain_id, reminder_name)
);

CREATE INDEX reminders_by_hash ON reminders (service_id, grain_hash);

INSERT INTO OrleansQuery VALUES ('UpsertReminderRowKey', $q$
    INSERT INTO reminders AS r (service_id, grain_id, reminder_name, start_time, period_ms, grain_hash)
    VALUES (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash)
    ON CONFLICT (service_id, grain_id, reminder_name) DO UPDATE SET
        start_time = excluded.start_time, period_ms = excluded.period_ms, grain_hash = excluded.grain_hash, version = r.version + 1
    RETURNING version AS Version
$q$);

INSERT INTO OrleansQuery VALUES ('ReadReminderRowsKey', $q$
    SELECT grain_id AS GrainId, reminder_name AS ReminderName, start_time AS StartTime, period_ms AS Period, version AS Version
    FROM reminders WHERE service_id = @ServiceId AND grain_id = @GrainId
$q$);

INSERT INTO OrleansQuery VALUES ('ReadReminderRowKey', $q$
    SELECT grain_id AS GrainId, reminder_name AS ReminderName, start_time AS StartTime, period_ms AS Period, version AS Version
    FROM reminders WHERE service_id = @ServiceId AND grain_id = @GrainId AND reminder_name = @ReminderName
$q$);

INSERT INTO OrleansQuery VALUES ('ReadRangeRows1Key', $q$
    SELECT grain_id AS GrainId, reminder_name AS ReminderName, start_time AS StartTime, period_ms AS Period, version AS Version
    FROM reminders WHERE service_id = @ServiceId AND grain_hash > @BeginHash AND grain_hash <= @EndHash
$q$);

INSERT INTO OrleansQuery VALUES ('ReadRangeRows2Key', $q$
    SELECT grain_id AS GrainId, reminder_name AS ReminderName, start_time AS StartTime, period_ms AS Period, version AS Version
    FROM reminders WHERE service_id = @ServiceId AND (grain_hash > @BeginHash OR grain_hash <= @EndHash)
$q$);

INSERT INTO OrleansQuery VALUES ('DeleteReminderRowKey', $q$
    WITH gone AS (
        DELETE FROM reminders
        WHERE service_id = @ServiceId AND grain_id = @GrainId AND reminder_name = @ReminderName AND version = @Version
        RETURNING 1)
    SELECT count(*)::int FROM gone
$q$);

INSERT INTO OrleansQuery VALUES ('DeleteReminderRowsKey', $q$
    DELETE FROM reminders WHERE service_id = @ServiceId
$q$);
