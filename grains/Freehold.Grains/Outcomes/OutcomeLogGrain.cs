using System.Diagnostics;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Telemetry;
using Freehold.Storage.Outcomes;
using Freehold.Storage.Transcripts;
using Microsoft.Extensions.Logging;

namespace Freehold.Grains.Outcomes;

/// <inheritdoc cref="IOutcomeLogGrain"/>
[Reentrant]
public sealed partial class OutcomeLogGrain(
    IOutcomeLog log, ITranscriptStore transcripts, TimeProvider time, ILogger<OutcomeLogGrain> logger) : Grain, IOutcomeLogGrain
{
    /// <summary>Appends within this time share one wake-up.</summary>
    public static readonly TimeSpan WakeUpDelay = TimeSpan.FromMilliseconds(50);

    private OutcomeLogId _id;
    private long _lastSequence;
    private IGrainTimer? _wakeUp;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = OutcomeLogId.Parse(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<long> AppendAsync(Outcome outcome, CancellationToken cancellationToken) =>
        Tracing.IsOn || HouseMetrics.MeasuresAppends ? TraceAsync(outcome, cancellationToken) : CommitAsync(outcome, cancellationToken);

    /// <inheritdoc/>
    public async Task<long?> AppendFeedbackAsync(Feedback feedback, CancellationToken cancellationToken)
    {
        if (await log.AppendFeedbackAsync(_id, feedback, cancellationToken) is not { } appended)
        {
            return null;
        }

        Announce(appended.Sequence);
        return appended.Sequence;
    }

    /// <inheritdoc/>
    public async Task<OutcomePage> QueryAsync(OutcomeQuery query, CancellationToken cancellationToken) =>
        await log.QueryAsync(_id, query, cancellationToken);

    private async Task<long> TraceAsync(Outcome outcome, CancellationToken cancellationToken)
    {
        using var span = Tracing.StartInGrain("append outcome")?
            .SetTag(SpanAttributes.Log, _id.ToString())
            .SetTag(SpanAttributes.ResponseId, outcome.Id)
            .SetTag(SpanAttributes.OutcomeStatus, outcome.Status.ToName());
        var startedAt = Stopwatch.GetTimestamp();
        try
        {
            var sequence = await CommitAsync(outcome, cancellationToken);
            HouseMetrics.Appended(Stopwatch.GetElapsedTime(startedAt), errorType: null);
            span?.SetTag(SpanAttributes.Sequence, sequence);
            return sequence;
        }
        catch (Exception e)
        {
            var errorType = e.GetType().FullName!;
            HouseMetrics.Appended(Stopwatch.GetElapsedTime(startedAt), errorType);
            span.Fail(errorType);
            throw;
        }
    }

    private async Task<long> CommitAsync(Outcome outcome, CancellationToken cancellationToken)
    {
        if (outcome.Tenant != _id.Tenant.Value)
        {
            throw new ArgumentException($"An outcome of tenant '{outcome.Tenant}' does not belong into log '{_id}'.", nameof(outcome));
        }

        var appended = await log.AppendAsync(_id, outcome, cancellationToken);
        Announce(appended.Sequence);
        return appended.Sequence;
    }

    private void Announce(long sequence)
    {
        _lastSequence = Math.Max(_lastSequence, sequence);
        _wakeUp ??= this.RegisterGrainTimer(
            WakeUpAsync, new GrainTimerCreationOptions(WakeUpDelay, Timeout.InfiniteTimeSpan) { Interleave = true });
    }

    private async Task WakeUpAsync(CancellationToken cancellationToken)
    {
        _wakeUp?.Dispose();
        _wakeUp = null;
        try
        {
            await this.GetStreamProvider(OutcomeStreams.Provider)
                .GetStream<OutcomesAppended>(StreamId.Create(OutcomeStreams.Outcomes, _id.Tenant.Value))
                .OnNextAsync(new OutcomesAppended { Shard = _id.Shard, LastSequence = _lastSequence });
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogWakeUpLost(e, _id.ToString()); // Consumers read on at their next wake-up or sweep.
        }
    }

    [LoggerMessage(3001, LogLevel.Warning, "A wake-up for log {Log} was lost; consumers catch up at the next one.")]
    private partial void LogWakeUpLost(Exception exception, string log);
}
