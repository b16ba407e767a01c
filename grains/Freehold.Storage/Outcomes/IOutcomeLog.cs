using Freehold.Contracts.Outcomes;

namespace Freehold.Storage.Outcomes;

/// <summary>
/// The outcome log: append-only, ordered per shard, durable. What is in it happened; everything else is computed from it.
/// </summary>
/// <remarks>
/// <para>
/// Safe for use by many threads. Appends to one log get dense sequences from 1 in the order of the calls; they are committed in
/// groups, and an append is on disk when its task completes. Continuations never run on the log's own threads.
/// </para>
/// <para>
/// Idempotent: an id that the tenant's log holds already changes nothing and gives the first one's sequence, whatever the rest of the
/// repeated event says. A call that failed can therefore be repeated as it is.
/// </para>
/// <para>
/// A token cancelled before an append reaches its turn drops it: nothing of it is in the log. Later the token has no effect, and
/// the task tells what happened.
/// </para>
/// <para>
/// Every method throws <see cref="ArgumentException"/> for an event or a query that breaks a bound named in
/// <see cref="OutcomeLogBounds"/> or <see cref="OutcomeQuery"/>, <see cref="OutcomeLogBusyException"/> where too much is waiting, and
/// <see cref="OutcomeLogException"/> where the store fails.
/// </para>
/// </remarks>
public interface IOutcomeLog
{
    /// <summary>Appends an outcome.</summary>
    /// <exception cref="ArgumentException">The outcome belongs to another tenant than <paramref name="log"/>.</exception>
    ValueTask<AppendResult> AppendAsync(OutcomeLogId log, Outcome outcome, CancellationToken cancellationToken);

    /// <summary>Appends feedback; null, and nothing is appended, where the tenant's log holds no such outcome.</summary>
    ValueTask<AppendResult?> AppendFeedbackAsync(OutcomeLogId log, Feedback feedback, CancellationToken cancellationToken);

    /// <summary>
    /// Outcomes of one log with their newest <see cref="LoggedOutcome.MaxFeedback"/> pieces of feedback, oldest first, from one snapshot.
    /// </summary>
    /// <remarks>One log, not one tenant: the query's <c>After</c> and <c>Before</c> are sequences, and those belong to a shard.</remarks>
    ValueTask<OutcomePage> QueryAsync(OutcomeLogId log, OutcomeQuery query, CancellationToken cancellationToken);

    /// <summary>Events with a greater sequence than <paramref name="afterSequence"/>, oldest first.</summary>
    /// <param name="log">The log.</param>
    /// <param name="afterSequence">The consumer's checkpoint; 0 to start at the beginning.</param>
    /// <param name="maxEvents">1 to <see cref="OutcomeLogBounds.MaxReadEvents"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    ValueTask<IReadOnlyList<LogEvent>> ReadAsync(
        OutcomeLogId log, long afterSequence, int maxEvents, CancellationToken cancellationToken);
}
