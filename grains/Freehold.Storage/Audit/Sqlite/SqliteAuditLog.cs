using Freehold.Contracts.Audit;
using Freehold.Contracts.Tenancy;
using Freehold.Storage.Sqlite;

namespace Freehold.Storage.Audit.Sqlite;

/// <summary>The audit chains in one SQLite file of the data folder: one connection that appends and one that reads, each with its thread.</summary>
public sealed class SqliteAuditLog : IAuditLog, IDisposable
{
    /// <summary>Most calls that wait for either connection.</summary>
    public const int MaxWaiting = 10_000;

    private readonly SqliteLane<AuditSession> _writer;
    private readonly SqliteLane<AuditSession> _reader;

    private SqliteAuditLog(string path)
    {
        _writer = Lane(path);
        _reader = Lane(path);
        try
        {
            _writer.Start(readOnly: false, AuditSession.ForAppending);
            _reader.Start(readOnly: true, AuditSession.ForReading);
        }
        catch
        {
            _writer.Dispose();
            throw;
        }
    }

    /// <summary>Opens the chains of a data folder; makes them where they are missing, and brings an older schema up to date.</summary>
    /// <exception cref="AuditLogException">They cannot be opened, are not ours, or are a newer version's; one line says which.</exception>
    public static SqliteAuditLog Open(DataFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        try
        {
            return new SqliteAuditLog(folder.AuditPath);
        }
        catch (Exception exception) when (exception is SqliteFailure or SchemaException)
        {
            var remedy = (exception as SqliteFailure)?.Remedy;
            throw new AuditLogException($"The audit log cannot be opened: {exception.Message} {remedy}".TrimEnd(), exception);
        }
    }

    /// <inheritdoc/>
    public ValueTask<AuditEntry> AppendAsync(TenantId tenant, AuditRecord record, CancellationToken cancellationToken)
    {
        AuditRules.Check(record);
        return new(_writer.RunAsync(writer => writer.Append(tenant, record), cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<AuditPage> ReadAsync(TenantId tenant, AuditQuery query, CancellationToken cancellationToken)
    {
        AuditRules.Check(query);
        return new(_reader.RunAsync(reader => reader.Read(tenant, query), cancellationToken));
    }

    /// <summary>Does what waits, and closes the file.</summary>
    public void Dispose()
    {
        _reader.Dispose();
        _writer.Dispose();
    }

    private static SqliteLane<AuditSession> Lane(string path) =>
        new("audit log", typeof(SqliteAuditLog), path, MaxWaiting, (message, cause) => new AuditLogException(message, cause));
}
