using Freehold.Contracts.Outcomes;
using Freehold.Storage.Outcomes.Stored;

namespace Freehold.Storage.Outcomes.Sharing;

/// <summary>
/// A log whose new events are read and decoded once for all of its consumers: figures, ledger, learner and the others all read the same
/// tail within the same moments.
/// </summary>
/// <remarks>
/// The store is asked for what lies beyond the kept tail at every read, so that who appended and then reads finds what was appended, by
/// whichever process. Events behind the tail come from the store alone: who replays the past pushes nothing out.
/// </remarks>
public sealed class SharedOutcomeReads(IOutcomeLog store) : IOutcomeLog
{
    private readonly LogTails _tails = new();

    /// <inheritdoc/>
    public ValueTask<AppendResult> AppendAsync(OutcomeLogId log, Outcome outcome, CancellationToken cancellationToken) =>
        store.AppendAsync(log, outcome, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<AppendResult?> AppendFeedbackAsync(OutcomeLogId log, Feedback feedback, CancellationToken cancellationToken) =>
        store.AppendFeedbackAsync(log, feedback, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<OutcomePage> QueryAsync(OutcomeLogId log, OutcomeQuery query, CancellationToken cancellationToken) =>
        store.QueryAsync(log, query, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LogEvent>> ReadAsync(
        OutcomeLogId log, long afterSequence, int maxEvents, CancellationToken cancellationToken)
    {
        EventRules.CheckRead(afterSequence, maxEvents);
        var tail = _tails.Of(log);
        if (!tail.Covers(afterSequence))
        {
            return await ReadAndKeepAsync(log, tail, afterSequence, maxEvents, cancellationToken).ConfigureAwait(false);
        }

        // One at a time: who waited finds what the one before it has read.
        await tail.Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var known = tail.Take(afterSequence, maxEvents);
            if (known.Count == maxEvents)
            {
                return known;
            }

            var last = known.Count > 0 ? known[^1].Sequence : afterSequence;
            var newer = await store.ReadAsync(log, last, maxEvents - known.Count, cancellationToken).ConfigureAwait(false);
            _tails.Keep(log, tail, last, newer);
            known.AddRange(newer);
            return known;
        }
        finally
        {
            tail.Turn.Release();
        }
    }

    private async ValueTask<IReadOnlyList<LogEvent>> ReadAndKeepAsync(
        OutcomeLogId log, LogTail tail, long afterSequence, int maxEvents, CancellationToken cancellationToken)
    {
        var events = await store.ReadAsync(log, afterSequence, maxEvents, cancellationToken).ConfigureAwait(false);
        if (events.Count < maxEvents)
        {
            _tails.Keep(log, tail, afterSequence, events); // It has come to the end, where the others will read on.
        }

        return events;
    }
}
