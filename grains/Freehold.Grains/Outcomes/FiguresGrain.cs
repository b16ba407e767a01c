using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Tenancy;
using Freehold.Core.Outcomes;
using Freehold.Storage.Outcomes;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Freehold.Grains.Outcomes;

/// <inheritdoc cref="IFiguresGrain"/>
[ImplicitStreamSubscription(OutcomeStreams.Outcomes)]
public sealed partial class FiguresGrain(
    [PersistentState(StateNames.Figures, StateNames.Storage)] IPersistentState<FiguresState> state,
    IOutcomeLog log,
    TimeProvider time,
    ILogger<FiguresGrain> logger)
    : Grain, IFiguresGrain, IRemindable, IStreamSubscriptionObserver, IAsyncObserver<OutcomesAppended>
{
    /// <summary>Events read at once.</summary>
    public const int BatchSize = 1_000;

    /// <summary>So many events may be counted before figures and checkpoint are stored.</summary>
    public const int EventsBetweenStores = 5_000;

    /// <summary>So long after a count, figures and checkpoint are stored.</summary>
    public static readonly TimeSpan StoreDelay = TimeSpan.FromSeconds(5);

    /// <summary>How often the sweep looks for wake-ups that were lost.</summary>
    public static readonly TimeSpan SweepPeriod = TimeSpan.FromMinutes(5);

    private const string SweepReminder = "sweep";

    private readonly long[] _checkpoints = new long[OutcomeLogId.ShardCount];
    private RollingFigures _figures = new();
    private TenantId _tenant;
    private int _unstored;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _tenant = TenantId.Parse(this.GetPrimaryKeyString());
        Restore();
        this.RegisterGrainTimer(StoreAsync, new GrainTimerCreationOptions(StoreDelay, StoreDelay));
        await this.RegisterOrUpdateReminder(SweepReminder, SweepPeriod, SweepPeriod);
        await ReadLogAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => StoreAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<FiguresSnapshot> GetAsync(CancellationToken cancellationToken) => Task.FromResult(Snapshot());

    /// <inheritdoc/>
    public async Task<FiguresSnapshot> CatchUpAsync(CancellationToken cancellationToken)
    {
        await ReadLogAsync(cancellationToken);
        return Snapshot();
    }

    /// <inheritdoc/>
    public Task ReceiveReminder(string reminderName, TickStatus status) => ReadLogAsync(CancellationToken.None);

    /// <inheritdoc/>
    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        await handleFactory.Create<OutcomesAppended>().ResumeAsync(this);

    /// <inheritdoc/>
    public Task OnNextAsync(OutcomesAppended item, StreamSequenceToken? token = null) =>
        item.LastSequence > _checkpoints[item.Shard] ? ReadLogAsync(CancellationToken.None) : Task.CompletedTask;

    /// <inheritdoc/>
    public Task OnErrorAsync(Exception ex)
    {
        LogWakeUpFailed(ex, _tenant.Value);
        return Task.CompletedTask;
    }

    private void Restore()
    {
        if (!state.RecordExists || state.State.Checkpoints.Length != _checkpoints.Length)
        {
            return;
        }

        try
        {
            _figures = RollingFiguresFormat.Read(state.State.Figures);
            state.State.Checkpoints.CopyTo(_checkpoints, 0);
        }
        catch (InvalidDataException e)
        {
            LogFiguresUnreadable(e, _tenant.Value); // They are only a view: the log has everything, from its start.
        }
    }

    private async Task ReadLogAsync(CancellationToken cancellationToken)
    {
        for (var shard = 0; shard < _checkpoints.Length; shard++)
        {
            IReadOnlyList<LogEvent> events;
            do
            {
                events = await log.ReadAsync(new OutcomeLogId(_tenant, shard), _checkpoints[shard], BatchSize, cancellationToken);
                foreach (var logged in events)
                {
                    Count(shard, logged);
                }

                if (_unstored >= EventsBetweenStores)
                {
                    await StoreAsync(cancellationToken);
                }
            }
            while (events.Count == BatchSize);
        }
    }

    private void Count(int shard, LogEvent logged)
    {
        // Two reads may overlap where one waited for the store: an event is counted once.
        if (logged.Sequence <= _checkpoints[shard])
        {
            return;
        }

        foreach (var sample in AttemptSamples.Of(logged))
        {
            _figures.Add(sample);
        }

        _checkpoints[shard] = logged.Sequence;
        _unstored++;
    }

    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        if (_unstored == 0)
        {
            return;
        }

        _unstored = 0;
        state.State = new FiguresState { Checkpoints = [.. _checkpoints], Figures = RollingFiguresFormat.Write(_figures) };
        try
        {
            await state.WriteStateAsync(cancellationToken);
        }
        catch (InconsistentStateException e)
        {
            LogOvertaken(e, _tenant.Value); // After a failure there may be two of us for a moment. The other one's figures hold; this one ends.
            DeactivateOnIdle();
        }
    }

    private FiguresSnapshot Snapshot() => new()
    {
        Sequence = _checkpoints.Sum(),
        WindowSeconds = (int)RollingFigures.Window.TotalSeconds,
        Models = [.. _figures.At(time.GetUtcNow()).Select(figures => new ModelFigures
        {
            Model = figures.Candidate,
            Requests = figures.Requests,
            Errors = figures.Errors,
            LatencyP95Ms = figures.LatencyP95Ms,
            MeanConfidence = figures.MeanConfidence,
            CostMicroUsd = figures.CostMicroUsd,
            PromptTokens = figures.PromptTokens,
            CompletionTokens = figures.CompletionTokens,
            ErrorsInARow = figures.ErrorsInARow,
        })],
    };

    [LoggerMessage(3002, LogLevel.Warning, "A wake-up of the figures of tenant {Tenant} failed; the sweep catches up.")]
    private partial void LogWakeUpFailed(Exception exception, string tenant);

    [LoggerMessage(3004, LogLevel.Information, "Another activation has stored the figures of tenant {Tenant}; this one ends.")]
    private partial void LogOvertaken(Exception exception, string tenant);

    [LoggerMessage(3003, LogLevel.Warning, "The stored figures of tenant {Tenant} cannot be read; they are computed again from the log.")]
    private partial void LogFiguresUnreadable(Exception exception, string tenant);
}
