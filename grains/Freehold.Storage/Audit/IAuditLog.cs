using Freehold.Contracts.Audit;
using Freehold.Contracts.Tenancy;

namespace Freehold.Storage.Audit;

/// <summary>The chains of administrative actions, one a tenant: append-only, durable, each entry bound to all before it.</summary>
/// <remarks>
/// <para>
/// Safe for use by many threads. The entries of a chain have dense sequences from 1; an entry is on disk when its append completes. The
/// database refuses to change or delete one; the chain shows where somebody did it past the database.
/// </para>
/// <para>
/// Idempotent: an operation id that the chain holds already changes nothing and gives the first entry, whatever the rest of the repeated
/// record says. A call that failed can therefore be repeated as it is.
/// </para>
/// <para>
/// Every method throws <see cref="ArgumentException"/> for what breaks a bound named in <see cref="AuditBounds"/> or
/// <see cref="AuditQuery"/>, and <see cref="AuditLogException"/> where the store fails.
/// </para>
/// </remarks>
public interface IAuditLog
{
    /// <summary>Appends a record to a tenant's chain.</summary>
    ValueTask<AuditEntry> AppendAsync(TenantId tenant, AuditRecord record, CancellationToken cancellationToken);

    /// <summary>Entries of one chain, from one moment.</summary>
    ValueTask<AuditPage> ReadAsync(TenantId tenant, AuditQuery query, CancellationToken cancellationToken);
}
