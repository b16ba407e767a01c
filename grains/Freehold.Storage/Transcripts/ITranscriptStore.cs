using Freehold.Contracts.Outcomes;

namespace Freehold.Storage.Transcripts;

/// <summary>
/// Transcripts of exchanges that policy permits training with. The outcome log puts them in, in the transaction of their outcomes; this
/// reads and forgets them.
/// </summary>
/// <remarks>
/// <para>
/// Safe for use by many threads. Bounded: <see cref="TranscriptBounds"/> says how large one may be and how many a workload keeps, the
/// oldest go; each is kept for the days that it names itself. What is over its time is never read, and <see cref="SweepAsync"/> removes it.
/// </para>
/// <para>
/// Idempotent: forgetting what is not there does nothing, and an append that is repeated after its transcript was forgotten does not bring
/// it back.
/// </para>
/// <para>
/// Every method throws <see cref="ArgumentException"/> for what breaks a bound, and <see cref="TranscriptStoreException"/> where the store
/// fails.
/// </para>
/// </remarks>
public interface ITranscriptStore
{
    /// <summary>
    /// Transcripts of a workload whose outcomes have a greater sequence than <paramref name="afterSequence"/>, oldest first.
    /// </summary>
    /// <param name="log">The log of their outcomes.</param>
    /// <param name="workload">The workload.</param>
    /// <param name="afterSequence">0 to start at the beginning.</param>
    /// <param name="count">1 to <see cref="TranscriptBounds.MaxRead"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<StoredTranscript>> ReadAsync(
        OutcomeLogId log, string workload, long afterSequence, int count, CancellationToken cancellationToken);

    /// <summary>Forgets what was said in one exchange; false where nothing is kept of it.</summary>
    Task<bool> DeleteAsync(OutcomeLogId log, string outcomeId, CancellationToken cancellationToken);

    /// <summary>Forgets everything of a workload; the number of transcripts.</summary>
    Task<int> DeleteWorkloadAsync(OutcomeLogId log, string workload, CancellationToken cancellationToken);

    /// <summary>Removes what is over its time, of all logs; the number of transcripts.</summary>
    Task<int> SweepAsync(CancellationToken cancellationToken);
}
