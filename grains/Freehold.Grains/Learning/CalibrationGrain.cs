using Freehold.Contracts.Learning;
using Freehold.Contracts.Outcomes;
using Freehold.Core.Calibration;
using Freehold.Grains.Outcomes;
using Freehold.Storage.Outcomes;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Freehold.Grains.Learning;

/// <inheritdoc cref="ICalibrationGrain"/>
[ImplicitStreamSubscription(OutcomeStreams.Outcomes)]
public sealed partial class CalibrationGrain(
    [PersistentState(StateNames.Calibration, StateNames.Storage)] IPersistentState<CalibrationState> state,
    IOutcomeLog log,
    ILogger<CalibrationGrain> logger)
    : OutcomeConsumerGrain(logger), ICalibrationGrain
{
    /// <summary>So many new outcomes with feedback make a new calibration.</summary>
    public const int OutcomesBetweenTrainings = 20;

    /// <summary>So long after an event, outcomes and checkpoint are stored.</summary>
    public static readonly TimeSpan StoreDelay = TimeSpan.FromSeconds(30);

    private CalibrationTrainer _trainer = new();
    private CalibrationMessage _calibration = new() { Version = 0, Snapshot = CalibrationSnapshot.Empty.ToBytes() };
    private long _trainedAt;
    private bool _hasUnstored;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        this.RegisterGrainTimer(StoreAsync, new GrainTimerCreationOptions(StoreDelay, StoreDelay));
        await ReadLogAsync(cancellationToken);
        Train();
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => StoreAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<CalibrationMessage?> GetNewerAsync(long knownVersion, CancellationToken cancellationToken) =>
        Task.FromResult(_calibration.Version == knownVersion ? null : _calibration);

    /// <inheritdoc/>
    public async Task<CalibrationMessage> CatchUpAsync(CancellationToken cancellationToken)
    {
        await ReadLogAsync(cancellationToken);
        Train();
        return _calibration;
    }

    /// <inheritdoc/>
    protected override Task RestoreAsync(CancellationToken cancellationToken)
    {
        if (!state.RecordExists || state.State.Checkpoints.Length != Checkpoints.Length)
        {
            return Task.CompletedTask;
        }

        try
        {
            _trainer = CalibrationTrainer.FromBytes(state.State.Trainer);
            state.State.Checkpoints.CopyTo(Checkpoints, 0);
        }
        catch (InvalidDataException e)
        {
            LogUnreadable(e, Tenant.Value); // It is only a view: the log has everything, from its start.
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task ReadLogAsync(CancellationToken cancellationToken)
    {
        for (var shard = 0; shard < Checkpoints.Length; shard++)
        {
            IReadOnlyList<LogEvent> events;
            do
            {
                events = await log.ReadAsync(LogOf(shard), Checkpoints[shard], BatchSize, cancellationToken);
                foreach (var logged in events)
                {
                    await TakeInAsync(shard, logged, cancellationToken);
                }
            }
            while (events.Count == BatchSize);
        }

        if (_trainer.Count - _trainedAt >= OutcomesBetweenTrainings)
        {
            Train();
        }
    }

    private async ValueTask TakeInAsync(int shard, LogEvent logged, CancellationToken cancellationToken)
    {
        CalibrationSample? sample = null;
        if (logged.Feedback is { } feedback && logged.Sequence > Checkpoints[shard])
        {
            var page = await log.QueryAsync(LogOf(shard), new OutcomeQuery { Id = feedback.OutcomeId, Limit = 1 }, cancellationToken);
            sample = page.Outcomes is [var outcome] ? JudgedAnswers.Of(outcome, feedback) : null;
        }

        // Two reads may overlap where one waited for the store: an event is taken in once.
        if (logged.Sequence <= Checkpoints[shard])
        {
            return;
        }

        Checkpoints[shard] = logged.Sequence;
        _hasUnstored = true;
        if (sample is not null)
        {
            _trainer.Add(sample);
        }
    }

    private void Train()
    {
        if (_trainer.Count == _trainedAt)
        {
            return;
        }

        _trainedAt = _trainer.Count;
        var version = Checkpoints.Sum();
        _calibration = new CalibrationMessage { Version = version, Snapshot = _trainer.Train(version).ToBytes() };
    }

    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        if (!_hasUnstored)
        {
            return;
        }

        _hasUnstored = false;
        state.State = new CalibrationState { Checkpoints = [.. Checkpoints], Trainer = _trainer.ToBytes() };
        try
        {
            await state.WriteStateAsync(cancellationToken);
        }
        catch (InconsistentStateException e)
        {
            LogOvertaken(e, Tenant.Value); // After a failure there may be two of us for a moment. The other one's state holds; this one ends.
            DeactivateOnIdle();
        }
    }

    [LoggerMessage(3010, LogLevel.Information, "Another activation has stored the calibration of tenant {Tenant}; this one ends.")]
    private partial void LogOvertaken(Exception exception, string tenant);

    [LoggerMessage(3011, LogLevel.Warning, "The stored calibration of tenant {Tenant} cannot be read; it is learned again from the log.")]
    private partial void LogUnreadable(Exception exception, string tenant);
}
