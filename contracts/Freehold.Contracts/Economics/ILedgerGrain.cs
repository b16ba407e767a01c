using Freehold.Contracts.Tenancy;

namespace Freehold.Contracts.Economics;

/// <summary>One tenant's money and tokens, computed from its outcome log. Key: <see cref="TenantId"/>.</summary>
/// <remarks>
/// Subscribes to <c>outcomes</c>. Postings and the checkpoint up to which they hold are stored in one transaction that only happens where the
/// checkpoint is still the one that was read, so neither a lost or repeated wake-up nor a second activation counts anything twice; a
/// reminder sweeps for missed wake-ups. Calls run one at a time. Where a store fails, the call fails, and may be repeated.
/// </remarks>
[Alias("freehold.ILedgerGrain")]
public interface ILedgerGrain : IGrainWithStringKey, ITenantScoped
{
    /// <summary>Sums over a range of time, after the log was read to its end: what was appended before the call is in them.</summary>
    /// <exception cref="ArgumentException">The range is empty.</exception>
    [Alias("Get"), ResponseTimeout("00:02:00")]
    Task<LedgerReport> GetAsync(LedgerQuery query, CancellationToken cancellationToken);
}
