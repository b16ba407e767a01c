using Freehold.Contracts.Outcomes;
using Freehold.Core.Outcomes;
using Freehold.Storage.Outcomes;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Freehold.Grains.Outcomes;

/// <inheritdoc cref="IFiguresGrain"/>
[ImplicitStreamSubscription(OutcomeStreams.Outcomes)]
public sealed partial class FiguresGrain(
    [PersistentState(StateNames.Figures, StateNames.Storage)] IPersistentState<FiguresState> state,
    IOutcomeLog log,
    TimeProvider time,
    ILogger<FiguresGrain> logger)
    : OutcomeConsumerGrain(logger), IFiguresGrain
{
    /// <summary>So many events may be counted before figures and checkpoint are stored.</summary>
    public const int EventsBetweenStores = 5_000;

    /// <summary>So long after a count, figures and checkpoint are stored.</summary>
    public static readonly TimeSpan StoreDelay = TimeSpan.FromSeconds(5);

    private RollingFigures _figures = new();
    private int _unstored;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        this.RegisterGrainTimer(StoreAsync, new GrainTimerCreationOptions(StoreDelay, StoreDelay));
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
    protected override Task RestoreAsync(CancellationToken cancellationToken)
    {
        if (!state.RecordExists || state.State.Checkpoints.Length != Checkpoints.Length)
        {
            return Task.CompletedTask;
        }

        try
        {
            _figures = RollingFiguresFormat.Read(state.State.Figures);
            state.State.Checkpoints.CopyTo(Checkpoints, 0);
        }
        catch (InvalidDataException e)
        {
            LogFiguresUnreadable(e, Tenant.Value); // They are only a view: the log has everything, from its start.
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
        if (logged.Sequence <= Checkpoints[shard])
        {
            return;
        }

        foreach (var sample in AttemptSamples.Of(logged))
        {
            _figures.Add(sample);
        }

        Checkpoints[shard] = logged.Sequence;
        _unstored++;
    }

    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        if (_unstored == 0)
        {
            return;
        }

        _unstored = 0;
        state.State = new FiguresState { Checkpoints = [.. Checkpoints], Figures = RollingFiguresFormat.Write(_figures) };
        try
        {
            await state.WriteStateAsync(cancellationToken);
        }
        catch (InconsistentStateException e)
        {
            LogOvertaken(e, Tenant.Value); // After a failure there may be two of us for a moment. The other one's figures hold; this one ends.
            DeactivateOnIdle();
        }
    }

    private FiguresSnapshot Snapshot() => new()
    {
        Sequence = Checkpoints.Sum(),
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

    [LoggerMessage(3004, LogLevel.Information, "Another activation has stored the figures of tenant {Tenant}; this one ends.")]
    private partial void LogOvertaken(Exception exception, string tenant);

    [LoggerMessage(3003, LogLevel.Warning, "The stored figures of tenant {Tenant} cannot be read; they are computed again from the log.")]
    private partial void LogFiguresUnreadable(Exception exception, string tenant);
}
