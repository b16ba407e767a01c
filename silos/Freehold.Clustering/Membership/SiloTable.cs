using Freehold.Contracts;
using Freehold.Contracts.Clustering;
using Npgsql;

namespace Freehold.Clustering.Membership;

/// <summary>The statements over the table <c>silos</c> and the locks of its names.</summary>
internal static class SiloTable
{
    private const string NameLock = "hashtextextended('freehold silo ' || $1 || '/' || $2, 0)";

    // Status 6 is Orleans' Dead. Its rows at this process's own address Orleans declares dead itself.
    private const string IsGone =
        """
        m.deployment_id = $1 AND m.status <> 6 AND (m.address, m.port) <> ($3, $4) AND greatest(m.i_am_alive_time, pg_postmaster_start_time()) < now() - interval '15 s'
        AND (split_part(m.silo_name, ';', 1) = $2 OR NOT EXISTS (
            SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
                AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                AND (l.classid::bigint << 32 | l.objid::bigint)
                    = hashtextextended('freehold silo ' || m.deployment_id || '/' || split_part(m.silo_name, ';', 1), 0)))
        """;

    // Registrations run one after another, so that two that do not fit together cannot both see nobody.
    private const string RegistrationLock = "hashtextextended('freehold registration ' || $1, 0)";

    /// <summary>A connection of its own, outside the pool; the server notices within 25 s when its machine is gone.</summary>
    public static async Task<NpgsqlConnection> OpenSessionAsync(
        string connectionString, MemberSettings member, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            KeepAlive = 5,
            ApplicationName = $"freehold {member.Card.Name}",
        };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await ExecuteAsync(
                connection,
                "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3",
                cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public static async Task<bool> TryTakeNameAsync(NpgsqlConnection connection, MemberSettings member, CancellationToken cancellationToken) =>
        (bool)(await ScalarAsync(connection, $"SELECT pg_try_advisory_lock({NameLock})", member, cancellationToken))!;

    /// <summary>Writes the row of this member, whose name it holds.</summary>
    /// <exception cref="ClusterStartException">A live member has contracts that this one cannot share.</exception>
    public static async Task RegisterAsync(NpgsqlConnection connection, MemberSettings member, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ScalarAsync(connection, $"SELECT pg_advisory_xact_lock({RegistrationLock}), $2", member, cancellationToken);
        await CheckContractsAsync(connection, member, cancellationToken);
        await using var command = new NpgsqlCommand(
            $"""
            INSERT INTO silos (
                cluster_id, name, name_lock, roles, contract_version, oldest_contract_version, machine, process_id, started_at)
            VALUES ($1, $2, {NameLock}, $3, $4, $5, $6, $7, now())
            ON CONFLICT (cluster_id, name) DO UPDATE SET
                name_lock = excluded.name_lock, roles = excluded.roles, contract_version = excluded.contract_version,
                oldest_contract_version = excluded.oldest_contract_version, machine = excluded.machine,
                process_id = excluded.process_id, started_at = excluded.started_at
            """,
            connection)
        {
            Parameters =
            {
                new() { Value = member.ClusterId },
                new() { Value = member.Card.Name },
                new() { Value = member.Card.Roles.ToText() },
                new() { Value = ContractVersion.Current },
                new() { Value = ContractVersion.OldestCompatible },
                new() { Value = Environment.MachineName },
                new() { Value = Environment.ProcessId },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Who holds the name, for a message.</summary>
    public static async Task<string> DescribeHolderAsync(
        NpgsqlConnection connection, MemberSettings member, CancellationToken cancellationToken) =>
        await ScalarAsync(
            connection,
            "SELECT 'machine ' || machine || ', process ' || process_id || ', since ' || to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC' "
            + "FROM silos WHERE cluster_id = $1 AND name = $2",
            member,
            cancellationToken) as string ?? "a process that is starting";

    /// <summary>
    /// Declares those silos dead that ended without a word and have nobody left to notice: in the membership table they are alive, they have said nothing
    /// for a while, and their name is held by nobody, or by this process at another address. A silo that starts waits for every silo that the table calls
    /// active; so where all were killed at once and come back at other addresses, none would start. A database that has just started proves nothing:
    /// the living have lost their locks with it.
    /// </summary>
    /// <returns>How many there were.</returns>
    public static async Task<int> BuryAsync(NpgsqlConnection connection, MemberSettings member, CancellationToken cancellationToken)
    {
        await using var find = OverMember(connection, $"SELECT 1 FROM membership m WHERE {IsGone} LIMIT 1", member);
        if (await find.ExecuteScalarAsync(cancellationToken) is null)
        {
            return 0;
        }

        // The version first, as Orleans' own statements do: they would deadlock otherwise.
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var raise = new NpgsqlCommand(
            "UPDATE membership_versions SET version = version + 1, changed_at = now() WHERE deployment_id = $1", connection)
        {
            Parameters = { new() { Value = member.ClusterId } },
        };
        await raise.ExecuteNonQueryAsync(cancellationToken);
        await using var bury = OverMember(connection, $"UPDATE membership m SET status = 6 WHERE {IsGone}", member);
        var buried = await bury.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return buried;
    }

    // A session lock on a bigint shows its halves in pg_locks as classid and objid, with objsubid 1.
    private static async Task CheckContractsAsync(NpgsqlConnection connection, MemberSettings member, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT s.name, s.contract_version, s.oldest_contract_version
            FROM silos s JOIN pg_locks l ON l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
                AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                AND l.classid::bigint = (s.name_lock >> 32) & 4294967295 AND l.objid::bigint = s.name_lock & 4294967295
            WHERE s.cluster_id = $1 AND s.name <> $2 AND (s.oldest_contract_version > $3 OR s.contract_version < $4)
            ORDER BY s.name LIMIT 1
            """,
            connection)
        {
            Parameters =
            {
                new() { Value = member.ClusterId },
                new() { Value = member.Card.Name },
                new() { Value = ContractVersion.Current },
                new() { Value = ContractVersion.OldestCompatible },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (await reader.ReadAsync(cancellationToken))
        {
            throw new ClusterStartException(
                $"Silo '{reader.GetString(0)}' of cluster '{member.ClusterId}' speaks contract version {reader.GetInt32(1)} (and reads from "
                + $"{reader.GetInt32(2)} on), this program speaks {ContractVersion.Current} (and reads from {ContractVersion.OldestCompatible} on): upgrade "
                + "by way of a release that both can talk to, or stop the old silos first.");
        }
    }

    private static async Task<object?> ScalarAsync(
        NpgsqlConnection connection, string sql, MemberSettings member, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection)
        {
            Parameters = { new() { Value = member.ClusterId }, new() { Value = member.Card.Name } },
        };
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private static NpgsqlCommand OverMember(NpgsqlConnection connection, string sql, MemberSettings member) => new(sql, connection)
    {
        Parameters =
        {
            new() { Value = member.ClusterId },
            new() { Value = member.Card.Name },
            new() { Value = member.Address.ToString() },
            new() { Value = member.SiloPort },
        },
    };

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
