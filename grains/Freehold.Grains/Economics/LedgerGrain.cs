using Freehold.Contracts.Economics;
using Freehold.Contracts.Outcomes;
using Freehold.Grains.Outcomes;
using Freehold.Storage.Ledger;
using Freehold.Storage.Outcomes;
using Microsoft.Extensions.Logging;

namespace Freehold.Grains.Economics;

/// <inheritdoc cref="ILedgerGrain"/>
[ImplicitStreamSubscription(OutcomeStreams.Outcomes)]
public sealed partial class LedgerGrain(IOutcomeLog log, ILedger ledger, ILogger<LedgerGrain> logger)
    : OutcomeConsumerGrain(logger), ILedgerGrain
{
    /// <inheritdoc/>
    public async Task<LedgerReport> GetAsync(LedgerQuery query, CancellationToken cancellationToken)
    {
        await ReadLogAsync(cancellationToken);
        return await ledger.SumAsync(Tenant, query, cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task RestoreAsync(CancellationToken cancellationToken)
    {
        for (var shard = 0; shard < Checkpoints.Length; shard++)
        {
            Checkpoints[shard] = await ledger.GetCheckpointAsync(LogOf(shard), cancellationToken);
            await RequireInLogAsync(shard, cancellationToken);
        }
    }

    /// <inheritdoc/>
    protected override async Task ReadLogAsync(CancellationToken cancellationToken)
    {
        for (var shard = 0; shard < Checkpoints.Length; shard++)
        {
            while (await PostNextAsync(shard, cancellationToken))
            {
            }
        }
    }

    /// <summary>
    /// A log that ends before the checkpoint was put back to an older state, and its next events would pass for posted ones. Nobody but an
    /// operator can know which of the two is right.
    /// </summary>
    private async Task RequireInLogAsync(int shard, CancellationToken cancellationToken)
    {
        var checkpoint = Checkpoints[shard];
        if (checkpoint > 0 && (await log.ReadAsync(LogOf(shard), checkpoint - 1, 1, cancellationToken)).Count == 0)
        {
            throw new LedgerException(
                $"The ledger holds what events of the log '{LogOf(shard)}' up to {checkpoint} cost, and the log ends before that. Put ledger and log "
                + "back from the same backup, or empty the ledger: it is computed from the log again.");
        }
    }

    /// <summary>Posts the next events of a shard; false where there are no more.</summary>
    private async Task<bool> PostNextAsync(int shard, CancellationToken cancellationToken)
    {
        var from = Checkpoints[shard];
        var events = await log.ReadAsync(LogOf(shard), from, BatchSize, cancellationToken);
        if (events.Count == 0)
        {
            return false;
        }

        var postings = new List<LedgerPosting>();
        var to = from;
        foreach (var logged in events)
        {
            LedgerPosting[] ofEvent = [.. AttemptPostings.Of(logged)];
            if (postings.Count + ofEvent.Length > LedgerBounds.MaxPostings)
            {
                break; // The rest is the next post's.
            }

            WarnOfAdjusted(logged, ofEvent);
            postings.AddRange(ofEvent);
            to = logged.Sequence;
        }

        // Where another activation was here meanwhile, or a loss of power took the last posts, the store says from where to go on.
        Checkpoints[shard] = (await ledger.PostAsync(LogOf(shard), from, to, postings, cancellationToken)).Checkpoint;
        return Checkpoints[shard] != to || to < events[^1].Sequence || events.Count == BatchSize;
    }

    private void WarnOfAdjusted(LogEvent logged, LedgerPosting[] postings)
    {
        foreach (var posting in postings)
        {
            var attempt = logged.Outcome!.Attempts[posting.Attempt];
            if (AttemptPostings.IsAdjusted(posting, attempt))
            {
                LogAdjusted(
                    posting.Attempt, posting.OutcomeId, attempt.CostMicroUsd, attempt.PromptTokens, attempt.CompletionTokens, posting.CostMicroUsd);
            }
        }
    }

    [LoggerMessage(3102, LogLevel.Error,
        "Attempt {Attempt} of outcome {OutcomeId} claims {CostMicroUsd} micro-USD, {PromptTokens} and {CompletionTokens} tokens, which none can cost; {PostedMicroUsd} micro-USD are posted.")]
    private partial void LogAdjusted(int attempt, string outcomeId, long costMicroUsd, int promptTokens, int completionTokens, long postedMicroUsd);
}
