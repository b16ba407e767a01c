using Freehold.Contracts.Outcomes;
using Freehold.Storage.Outcomes;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Freehold.Grains.Outcomes;

/// <summary>What is computed from a log, with the place up to which it holds: stored together, so that neither is ahead of the other.</summary>
public interface IOutcomeView
{
    /// <summary>Sequence of the last event that was taken in, by shard.</summary>
    long[] Checkpoints { get; }
}

/// <summary>A consumer whose view of the log is its whole state: stored now and then, and computed again from the log where it is lost.</summary>
/// <typeparam name="TState">The stored form.</typeparam>
/// <param name="state">Where it is stored.</param>
/// <param name="log">What it is computed from.</param>
/// <param name="storeDelay">So long after an event was taken in, the view is stored.</param>
/// <param name="eventsBetweenStores">So many events may be taken in before it is stored.</param>
/// <param name="logger">Where failures are noted.</param>
public abstract partial class OutcomeViewGrain<TState>(
    IPersistentState<TState> state, IOutcomeLog log, TimeSpan storeDelay, int eventsBetweenStores, ILogger logger)
    : OutcomeConsumerGrain(logger)
    where TState : class, IOutcomeView
{
    private int _unstored;

    /// <summary>What the view is computed from.</summary>
    protected IOutcomeLog Log => log;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        this.RegisterGrainTimer(StoreAsync, new GrainTimerCreationOptions(storeDelay, storeDelay));
        await ReadLogAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => StoreAsync(cancellationToken);

    /// <summary>Takes over what was stored.</summary>
    /// <exception cref="InvalidDataException">It cannot be read: then the log is read from its start.</exception>
    protected abstract void Restore(TState stored);

    /// <summary>What is to be stored.</summary>
    protected abstract TState ToState();

    /// <summary>What has to be looked up before an event can be taken in; nothing of the view may change here, for reads may overlap.</summary>
    protected virtual ValueTask<LoggedOutcome?> LookUpAsync(int shard, LogEvent logged, CancellationToken cancellationToken) => default;

    /// <summary>Takes in one event: each once, in their order.</summary>
    protected abstract void TakeIn(LogEvent logged, LoggedOutcome? lookedUp);

    /// <inheritdoc/>
    protected override Task RestoreAsync(CancellationToken cancellationToken)
    {
        if (state.RecordExists && state.State.Checkpoints.Length == Checkpoints.Length)
        {
            try
            {
                Restore(state.State);
                state.State.Checkpoints.CopyTo(Checkpoints, 0);
            }
            catch (InvalidDataException e)
            {
                LogUnreadable(Logger, e, GetType().Name, Tenant.Value);
            }
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
                    var lookedUp = await LookUpAsync(shard, logged, cancellationToken);
                    if (logged.Sequence <= Checkpoints[shard])
                    {
                        continue; // Two reads may overlap where one waited for the store.
                    }

                    TakeIn(logged, lookedUp);
                    Checkpoints[shard] = logged.Sequence;
                    _unstored++;
                }

                if (_unstored >= eventsBetweenStores)
                {
                    await StoreAsync(cancellationToken);
                }
            }
            while (events.Count == BatchSize);
        }
    }

    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        if (_unstored == 0)
        {
            return;
        }

        _unstored = 0;
        state.State = ToState();
        try
        {
            await state.WriteStateAsync(cancellationToken);
        }
        catch (InconsistentStateException e)
        {
            // After a failure there may be two of us for a moment. The other one's view holds; this one ends.
            LogOvertaken(Logger, e, GetType().Name, Tenant.Value);
            DeactivateOnIdle();
        }
    }

    [LoggerMessage(3004, LogLevel.Information, "Another activation of {Consumer} of tenant {Tenant} has stored its view; this one ends.")]
    private static partial void LogOvertaken(ILogger logger, Exception exception, string consumer, string tenant);

    [LoggerMessage(3003, LogLevel.Warning, "The stored view of {Consumer} of tenant {Tenant} cannot be read; it is computed again from the log.")]
    private static partial void LogUnreadable(ILogger logger, Exception exception, string consumer, string tenant);
}
