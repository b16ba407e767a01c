using Freehold.Contracts.Audit;
using Freehold.Contracts.Tenancy;

namespace Freehold.Storage.Audit;

/// <summary>Computes a chain again, entry by entry, and stops at the first one that does not fit.</summary>
public sealed class AuditVerifier
{
    private readonly TenantId _tenant;
    private readonly AuditHead? _known;
    private string _lastHash = AuditChain.Genesis;
    private long _entries;

    private AuditVerifier(TenantId tenant, AuditHead? known) => (_tenant, _known) = (tenant, known);

    /// <summary>
    /// Verifies a tenant's whole chain, page by page: appends may go on meanwhile, and memory is that of one page.
    /// </summary>
    /// <param name="log">The store.</param>
    /// <param name="tenant">Whose chain.</param>
    /// <param name="known">A head that was noted earlier, elsewhere; null: nothing to compare with.</param>
    /// <param name="cancellationToken">Ends the computing.</param>
    public static async ValueTask<AuditVerification> VerifyAsync(
        IAuditLog log, TenantId tenant, AuditHead? known, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(log);
        var verifier = new AuditVerifier(tenant, known);
        AuditPage page;
        do
        {
            var query = new AuditQuery { After = verifier._entries, Limit = AuditQuery.MaxLimit };
            page = await log.ReadAsync(tenant, query, cancellationToken).ConfigureAwait(false);
            foreach (var entry in page.Entries)
            {
                if (verifier.FaultOf(entry) is { } fault)
                    return verifier.Result(fault);
            }
        }
        while (page.HasMore);
        return verifier.Result(known?.Sequence > verifier._entries
            ? $"it was noted with the hash {known.Hash}, and the chain ends before it: its last entries were taken away"
            : null);
    }

    private string? FaultOf(AuditEntry entry)
    {
        var expected = _entries + 1;
        if (entry.Sequence != expected)
            return $"it is missing: the next entry has sequence {entry.Sequence}";
        if (entry.PreviousHash != _lastHash)
            return $"its previous hash is {entry.PreviousHash}, and that of the entry before it is {_lastHash}: one of the two was changed";
        var hash = AuditChain.Hash(_tenant, expected, entry.Record, _lastHash);
        if (entry.Hash != hash)
            return $"its hash is {entry.Hash}, and its content has {hash}: it was changed after it was written";
        if (_known?.Sequence == expected && _known.Hash != hash)
            return $"it was noted with the hash {_known.Hash}, and now has {hash}: it, or an entry before it, was written anew";

        (_entries, _lastHash) = (expected, hash);
        return null;
    }

    private AuditVerification Result(string? fault) => new()
    {
        Entries = _entries,
        Head = _entries == 0 ? null : new AuditHead { Sequence = _entries, Hash = _lastHash },
        BrokenSequence = fault is null ? null : _entries + 1,
        Reason = fault,
    };
}
