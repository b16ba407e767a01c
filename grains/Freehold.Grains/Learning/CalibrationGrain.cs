using Freehold.Contracts.Learning;
using Freehold.Contracts.Outcomes;
using Freehold.Core.Calibration;
using Freehold.Grains.Outcomes;
using Freehold.Storage.Outcomes;
using Microsoft.Extensions.Logging;

namespace Freehold.Grains.Learning;

/// <inheritdoc cref="ICalibrationGrain"/>
[ImplicitStreamSubscription(OutcomeStreams.Outcomes)]
public sealed class CalibrationGrain(
    [PersistentState(StateNames.Calibration, StateNames.Storage)] IPersistentState<CalibrationState> state,
    IOutcomeLog log,
    ILogger<CalibrationGrain> logger)
    : OutcomeViewGrain<CalibrationState>(state, log, StoreDelay, EventsBetweenStores, logger), ICalibrationGrain
{
    /// <summary>So many new outcomes with feedback make a new calibration.</summary>
    public const int OutcomesBetweenTrainings = 20;

    /// <summary>So many events may be taken in before outcomes and checkpoint are stored.</summary>
    public const int EventsBetweenStores = 50_000;

    /// <summary>So long after an event, outcomes and checkpoint are stored.</summary>
    public static readonly TimeSpan StoreDelay = TimeSpan.FromSeconds(30);

    private CalibrationTrainer _trainer = new();
    private CalibrationMessage _calibration = new() { Version = 0, Snapshot = CalibrationSnapshot.Empty.ToBytes() };
    private long _countAtTraining;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        Train();
    }

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
    protected override void Restore(CalibrationState stored) => _trainer = CalibrationTrainer.FromBytes(stored.Trainer);

    /// <inheritdoc/>
    protected override CalibrationState ToState() => new() { Checkpoints = [.. Checkpoints], Trainer = _trainer.ToBytes() };

    /// <inheritdoc/>
    protected override async Task ReadLogAsync(CancellationToken cancellationToken)
    {
        await base.ReadLogAsync(cancellationToken);
        if (_trainer.Count - _countAtTraining >= OutcomesBetweenTrainings)
        {
            Train();
        }
    }

    /// <summary>The outcome that feedback is about: what its answer told is there.</summary>
    protected override async ValueTask<LoggedOutcome?> LookUpAsync(int shard, LogEvent logged, CancellationToken cancellationToken)
    {
        if (logged.Feedback is not { } feedback)
        {
            return null;
        }

        var page = await Log.QueryAsync(LogOf(shard), new OutcomeQuery { Id = feedback.OutcomeId, Limit = 1 }, cancellationToken);
        return page.Outcomes is [var found] ? found : null;
    }

    /// <inheritdoc/>
    protected override void TakeIn(LogEvent logged, LoggedOutcome? lookedUp)
    {
        if (lookedUp is not null && JudgedAnswers.Of(lookedUp, logged.Feedback!) is { } sample)
        {
            _trainer.Add(sample);
        }
    }

    private void Train()
    {
        if (_trainer.Count == _countAtTraining)
        {
            return;
        }

        _countAtTraining = _trainer.Count;
        var version = Checkpoints.Sum();
        _calibration = new CalibrationMessage { Version = version, Snapshot = _trainer.Train(version).ToBytes() };
    }
}
