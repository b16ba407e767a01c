using Freehold.Contracts.Economics;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Tenancy;

namespace Freehold.Storage.Ledger;

/// <summary>
/// The ledger: append-only postings of money and tokens, computed from the outcome log, each shard of it up to a checkpoint.
/// </summary>
/// <remarks>
/// <para>
/// Exactly once: <see cref="PostAsync"/> writes postings and moves the checkpoint in one transaction, and only where the checkpoint is the one that
/// the caller started from. Of two callers that computed the same events, one posts and the other is told how far the ledger is.
/// </para>
/// <para>
/// What was posted may be lost with the machine's power, postings and checkpoint together: they are computed from the log again. So
/// a commit waits for no disk, and a caller must go back to the checkpoint that it is told, be it ahead or behind.
/// </para>
/// <para>
/// Safe for use by many threads. Every method throws <see cref="ArgumentException"/> for what breaks a bound named in
/// <see cref="LedgerBounds"/>, and <see cref="LedgerException"/> where the store fails; nothing of that call is posted then, or all of it is, and
/// repeating it is always right.
/// </para>
/// </remarks>
public interface ILedger
{
    /// <summary>Sequence of the last event of a log that is posted; 0 where none is.</summary>
    ValueTask<long> GetCheckpointAsync(OutcomeLogId log, CancellationToken cancellationToken);

    /// <summary>Posts what the events of a log cost.</summary>
    /// <param name="log">The log.</param>
    /// <param name="fromSequence">The checkpoint that the caller computed from.</param>
    /// <param name="toSequence">The last event that it computed; the new checkpoint.</param>
    /// <param name="postings">Postings of events after <paramref name="fromSequence"/> up to <paramref name="toSequence"/>, each event's attempt once.</param>
    /// <param name="cancellationToken">Ends the waiting. Whether it was posted is not known then; the next call tells.</param>
    ValueTask<PostResult> PostAsync(
        OutcomeLogId log, long fromSequence, long toSequence, IReadOnlyList<LedgerPosting> postings, CancellationToken cancellationToken);

    /// <summary>Sums of a tenant's postings over all shards, as of one moment.</summary>
    ValueTask<LedgerReport> SumAsync(TenantId tenant, LedgerQuery query, CancellationToken cancellationToken);
}
