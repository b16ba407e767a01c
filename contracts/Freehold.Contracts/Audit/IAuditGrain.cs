using Freehold.Contracts.Tenancy;

namespace Freehold.Contracts.Audit;

/// <summary>One tenant's chain of administrative actions, and its only writer. Key: <see cref="TenantId"/>.</summary>
/// <remarks>
/// Appends run one at a time in order of arrival; an entry is durable when its call returns. Appending an operation that the chain
/// holds already changes nothing and returns the first entry, so a call that timed out can be repeated. Entries are never changed and
/// never deleted. Reading and verifying interleave with appends.
/// </remarks>
[Alias("freehold.IAuditGrain")]
public interface IAuditGrain : IGrainWithStringKey, ITenantScoped
{
    /// <summary>Appends an entry, or finds it there by its operation id.</summary>
    /// <exception cref="ArgumentException">A field breaks a bound; the message names it.</exception>
    [Alias("Append")]
    Task<AuditEntry> AppendAsync(AuditRecord record, CancellationToken cancellationToken);

    /// <summary>Entries of the chain.</summary>
    [AlwaysInterleave, Alias("Read")]
    Task<AuditPage> ReadAsync(AuditQuery query, CancellationToken cancellationToken);

    /// <summary>Computes the whole chain again and finds the first entry that does not fit.</summary>
    /// <param name="known">
    /// A head that somebody noted earlier, elsewhere: a chain proves its order and its content, but only this can prove that nothing was cut
    /// off its end or that it was not computed anew from an entry on. Null: nothing to compare with.
    /// </param>
    /// <param name="cancellationToken">Ends the computing.</param>
    [AlwaysInterleave, Alias("Verify"), ResponseTimeout("00:02:00")]
    Task<AuditVerification> VerifyAsync(AuditHead? known, CancellationToken cancellationToken);
}
