using Freehold.Contracts.Economics;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Tenancy;
using Freehold.Storage.Ledger;
using Freehold.Storage.Outcomes;
using Microsoft.Extensions.Logging;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Freehold.Grains.Economics;

/// <inheritdoc cref="ILedgerGrain"/>
[ImplicitStreamSubscription(OutcomeStreams.Outcomes)]
public sealed partial class LedgerGrain(IOutcomeLog log, ILedger ledger, ILogger<LedgerGrain> logger)
    : Grain, ILedgerGrain, IRemindable, IStreamSubscriptionObserver, IAsyncObserver<OutcomesAppended>
{
    /// <summary>Events read, and posted in one transaction, at once.</summary>
    public const int BatchSize = 1_000;

    /// <summary>How often the sweep looks for wake-ups that were lost.</summary>
    public static readonly TimeSpan SweepPeriod = TimeSpan.FromMinutes(5);

    private const string SweepReminder = "sweep";

    private readonly long[] _checkpoints = new long[OutcomeLogId.ShardCount];
    private TenantId _tenant;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _tenant = TenantId.Parse(this.GetPrimaryKeyString());
        for (var shard = 0; shard < _checkpoints.Length; shard++)
        {
            _checkpoints[shard] = await ledger.GetCheckpointAsync(Log(shard), cancellationToken);
            await RequireInLogAsync(shard, cancellationToken);
        }

        await this.RegisterOrUpdateReminder(SweepReminder, SweepPeriod, SweepPeriod);
    }

    /// <inheritdoc/>
    public async Task<LedgerReport> GetAsync(LedgerQuery query, CancellationToken cancellationToken)
    {
        await CatchUpAsync(cancellationToken);
        return await ledger.SumAsync(_tenant, query, cancellationToken);
    }

    /// <inheritdoc/>
    public Task ReceiveReminder(string reminderName, TickStatus status) => CatchUpAsync(CancellationToken.None);

    /// <inheritdoc/>
    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        await handleFactory.Create<OutcomesAppended>().ResumeAsync(this);

    /// <inheritdoc/>
    public Task OnNextAsync(OutcomesAppended item, StreamSequenceToken? token = null) =>
        item.LastSequence > _checkpoints[item.Shard] ? CatchUpAsync(CancellationToken.None) : Task.CompletedTask;

    /// <inheritdoc/>
    public Task OnErrorAsync(Exception ex)
    {
        LogWakeUpFailed(ex, _tenant.Value);
        return Task.CompletedTask;
    }

    /// <summary>
    /// A log that ends before the checkpoint was put back to an older state, and its next events would pass for posted ones. Nobody but an
    /// operator can know which of the two is right.
    /// </summary>
    private async Task RequireInLogAsync(int shard, CancellationToken cancellationToken)
    {
        var checkpoint = _checkpoints[shard];
        if (checkpoint > 0 && (await log.ReadAsync(Log(shard), checkpoint - 1, 1, cancellationToken)).Count == 0)
        {
            throw new LedgerException(
                $"The ledger holds what events of the log '{Log(shard)}' up to {checkpoint} cost, and the log ends before that. Put ledger and log "
                + "back from the same backup, or empty the ledger: it is computed from the log again.");
        }
    }

    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        for (var shard = 0; shard < _checkpoints.Length; shard++)
        {
            while (await PostNextAsync(shard, cancellationToken))
            {
            }
        }
    }

    /// <summary>Posts the next events of a shard; false where there are no more.</summary>
    private async Task<bool> PostNextAsync(int shard, CancellationToken cancellationToken)
    {
        var from = _checkpoints[shard];
        var events = await log.ReadAsync(Log(shard), from, BatchSize, cancellationToken);
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
        _checkpoints[shard] = (await ledger.PostAsync(Log(shard), from, to, postings, cancellationToken)).Checkpoint;
        return _checkpoints[shard] != to || to < events[^1].Sequence || events.Count == BatchSize;
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

    private OutcomeLogId Log(int shard) => new(_tenant, shard);

    [LoggerMessage(3101, LogLevel.Warning, "A wake-up of the ledger of tenant {Tenant} failed; the sweep catches up.")]
    private partial void LogWakeUpFailed(Exception exception, string tenant);

    [LoggerMessage(3102, LogLevel.Error,
        "Attempt {Attempt} of outcome {OutcomeId} claims {CostMicroUsd} micro-USD, {PromptTokens} and {CompletionTokens} tokens, which none can cost; {PostedMicroUsd} micro-USD are posted.")]
    private partial void LogAdjusted(int attempt, string outcomeId, long costMicroUsd, int promptTokens, int completionTokens, long postedMicroUsd);
}
