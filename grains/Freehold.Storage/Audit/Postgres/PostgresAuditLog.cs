using Freehold.Contracts.Audit;
using Freehold.Contracts.Tenancy;
using Freehold.Storage.Postgres;
using Npgsql;

namespace Freehold.Storage.Audit.Postgres;

/// <summary>The audit chains in PostgreSQL.</summary>
/// <remarks>
/// A chain has one writer, its grain. For a moment after a failure there may be two: the key of the table lets one of their entries in, and
/// the other is made again behind it.
/// </remarks>
/// <param name="database">Where they are, with its schema up to date.</param>
/// <param name="time">The clock by which calls are tried again.</param>
public sealed class PostgresAuditLog(PostgresDatabase database, TimeProvider time) : IAuditLog
{
    /// <summary>So many times another writer may come first before an append fails.</summary>
    public const int MaxTries = 100;

    private const string Columns = "sequence, operation_id, at_ms, actor, action, subject, detail, previous_hash, hash";

    private readonly PostgresCalls _calls = new("The audit log", database, time, (message, cause) => new AuditLogException(message, cause));

    /// <inheritdoc/>
    public ValueTask<AuditEntry> AppendAsync(TenantId tenant, AuditRecord record, CancellationToken cancellationToken)
    {
        AuditRules.Check(record);
        return _calls.RunAsync(stop => AppendOnceAsync(tenant, record, stop), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<AuditPage> ReadAsync(TenantId tenant, AuditQuery query, CancellationToken cancellationToken)
    {
        AuditRules.Check(query);
        return _calls.RunAsync(stop => ReadOnceAsync(tenant, query, stop), cancellationToken);
    }

    private async Task<AuditEntry> AppendOnceAsync(TenantId tenant, AuditRecord record, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            // The operation's own entry, where it is there, or else the last one.
            var found = await EntriesAsync(
                $"""
                (SELECT {Columns} FROM audit_entries WHERE tenant = $1 AND operation_id = $2)
                UNION ALL
                (SELECT {Columns} FROM audit_entries WHERE tenant = $1 ORDER BY sequence DESC LIMIT 1)
                """,
                cancellationToken, tenant.Value, record.OperationId).ConfigureAwait(false);
            if (found.Find(entry => entry.Record.OperationId == record.OperationId) is { } there)
                return there;

            var last = found.FirstOrDefault();
            var next = AuditChain.Next(tenant, record, last?.Sequence ?? 0, last?.Hash ?? AuditChain.Genesis);
            if (await InsertAsync(tenant, next, cancellationToken).ConfigureAwait(false))
                return next;
        }

        throw new AuditLogException(
            $"Other writers were {MaxTries} times faster at the chain of '{tenant}' in the {database.Name}. A chain has one writer: "
            + "look for a second program that appends to it.");
    }

    private async Task<bool> InsertAsync(TenantId tenant, AuditEntry entry, CancellationToken cancellationToken)
    {
        await using var command = database.Command(
            $"INSERT INTO audit_entries (tenant, {Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
            tenant.Value, entry.Sequence, entry.Record.OperationId, entry.Record.At.ToUnixTimeMilliseconds(), entry.Record.Actor,
            entry.Record.Action, entry.Record.Subject, entry.Record.Detail, entry.PreviousHash, entry.Hash);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 1;
    }

    private async Task<AuditPage> ReadOnceAsync(TenantId tenant, AuditQuery query, CancellationToken cancellationToken)
    {
        var (range, place) = query.After is { } after
            ? ("sequence > $2 ORDER BY sequence", after)
            : ("sequence < $2 ORDER BY sequence DESC", query.Before ?? long.MaxValue);
        var entries = await EntriesAsync(
            $"SELECT {Columns} FROM audit_entries WHERE tenant = $1 AND {range} LIMIT $3",
            cancellationToken, tenant.Value, place, query.Limit + 1).ConfigureAwait(false);
        return new AuditPage { Entries = [.. entries.Take(query.Limit)], HasMore = entries.Count > query.Limit };
    }

    private async Task<List<AuditEntry>> EntriesAsync(string sql, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = database.Command(sql, values);
        await using var row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var entries = new List<AuditEntry>();
        while (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
            entries.Add(EntryAt(row));
        return entries;
    }

    private static AuditEntry EntryAt(NpgsqlDataReader row) => new()
    {
        Sequence = row.GetInt64(0),
        Record = new AuditRecord
        {
            OperationId = row.GetString(1),
            At = AuditChain.TimeOf(row.GetInt64(2)),
            Actor = row.GetString(3),
            Action = row.GetString(4),
            Subject = row.GetString(5),
            Detail = row.GetString(6),
        },
        PreviousHash = row.GetString(7),
        Hash = row.GetString(8),
    };
}
