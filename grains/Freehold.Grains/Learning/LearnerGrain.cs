using Freehold.Contracts.Audit;
using Freehold.Contracts.Learning;
using Freehold.Contracts.Outcomes;
using Freehold.Core.Learning.Rollouts;
using Freehold.Core.Policies;
using Freehold.Grains.Outcomes;
using Freehold.Storage.Outcomes;
using Microsoft.Extensions.Logging;

namespace Freehold.Grains.Learning;

/// <inheritdoc cref="ILearnerGrain"/>
/// <remarks>
/// A tenant's log has one shard; with more of them their events would have to be merged by time here, since drift and training
/// go by one order of events.
/// </remarks>
[ImplicitStreamSubscription(OutcomeStreams.Outcomes)]
public sealed partial class LearnerGrain(
    [PersistentState(StateNames.Learner, StateNames.Storage)] IPersistentState<LearnerState> state,
    [PersistentState(StateNames.Weights, StateNames.Storage)] IPersistentState<WeightsState> stored,
    IOutcomeLog log,
    TrainingThread thread,
    RoutingPrior prior,
    TimeProvider time,
    ILogger<LearnerGrain> logger)
    : OutcomeConsumerGrain(logger), ILearnerGrain
{
    /// <summary>Decisions that wait for a reward, at most; the oldest are given up for the watch, and still count for training.</summary>
    public const int MaxPendingDecisions = 2_048;

    /// <summary>Events that one training reads back, at most.</summary>
    public const int MaxTrainingEvents = 20_000;

    /// <summary>So many events may be taken in before the state is stored.</summary>
    public const int EventsBetweenStores = 5_000;

    /// <summary>So long after an event was taken in, the state is stored.</summary>
    public static readonly TimeSpan StoreDelay = TimeSpan.FromSeconds(5);

    private const int Shard = 0;

    /// <summary>After so many events other calls have their turn.</summary>
    private const int EventsBetweenTurns = 100;

    private LearnerMemory _memory = new();
    private WeightsShelf _shelf = null!;
    private RoutingPolicyDocument _policy = RoutingPolicyDocument.Default;
    private DecisionBook _pending = null!;
    private LiveWatch _watch = null!;
    private IGrainTimer? _work;
    private int _policyVersion = -1;
    private int _unstored;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        this.RegisterGrainTimer(StoreAsync, new GrainTimerCreationOptions(StoreDelay, StoreDelay));
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => StoreAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<WeightsSnapshot?> GetNewerAsync(string knownVersion, CancellationToken cancellationToken) =>
        Task.FromResult(_shelf.Snapshot(_memory.History.InForce?.Id, knownVersion));

    /// <inheritdoc/>
    public Task<LearnerStatus> GetStatusAsync(CancellationToken cancellationToken) => Task.FromResult(LearnerReport.Of(_memory, Checkpoints[Shard]));

    /// <inheritdoc/>
    public async Task<LearnerStatus> CatchUpAsync(CancellationToken cancellationToken)
    {
        await LearnAsync(cancellationToken);
        return LearnerReport.Of(_memory, Checkpoints[Shard]);
    }

    /// <inheritdoc/>
    public async Task<bool> RollbackAsync(string version, CancellationToken cancellationToken)
    {
        if (_memory.History.InForce?.Id != version)
        {
            return false;
        }

        await RollBackAsync("rolled back by hand", Actor.Current, cancellationToken);
        return true;
    }

    /// <inheritdoc/>
    protected override async Task RestoreAsync(CancellationToken cancellationToken)
    {
        _shelf = new WeightsShelf(stored, prior);
        if (state.RecordExists && state.State.Checkpoints.Length == Checkpoints.Length)
        {
            try
            {
                _memory = LearnerMemoryFormat.Read(state.State.Memory);
                state.State.Checkpoints.CopyTo(Checkpoints, 0);
            }
            catch (InvalidDataException e)
            {
                LogMemoryUnreadable(e, Tenant.Value); // It is only a view: the log has everything, from its start.
            }
        }

        await FollowPolicyAsync(cancellationToken);
        if (Checkpoints[Shard] > 0)
        {
            await ReplayAsync(_pending, state.State.PendingFrom[Shard], cancellationToken);
            _pending.TakeDue(); // These were looked at before they were stored.
        }
    }

    /// <summary>A wake-up only starts the work: a training takes longer than whoever wakes may wait.</summary>
    protected override Task ReadLogAsync(CancellationToken cancellationToken)
    {
        _work ??= this.RegisterGrainTimer(WorkAsync, new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
        return Task.CompletedTask;
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        _work?.Dispose();
        _work = null;
        await LearnAsync(CancellationToken.None); // The timer's own token ended with it.
    }

    /// <summary>Takes in the log event by event, and trains where that is due: at the same events, whatever was killed in between.</summary>
    private async Task LearnAsync(CancellationToken cancellationToken)
    {
        await FinishAuditAsync();
        await FollowPolicyAsync(cancellationToken);
        IReadOnlyList<LogEvent> events;
        do
        {
            events = await log.ReadAsync(LogOf(Shard), Checkpoints[Shard], BatchSize, cancellationToken);
            for (var i = 0; i < events.Count; i++)
            {
                await TakeAsync(events[i], cancellationToken);
                if (i % EventsBetweenTurns == EventsBetweenTurns - 1)
                {
                    await Task.Yield();
                }
            }

            if (_unstored >= EventsBetweenStores)
            {
                await StoreAsync(cancellationToken);
            }
        }
        while (events.Count == BatchSize);
    }

    private async Task TakeAsync(LogEvent logged, CancellationToken cancellationToken)
    {
        LearnerEvents.Take(_pending, logged);
        Checkpoints[Shard] = logged.Sequence;
        _unstored++;
        foreach (var decision in _pending.TakeDue())
        {
            var history = _memory.History;
            if (_watch.Look(decision, _shelf.Get(history.InForce?.Id), _shelf.Get(history.Predecessor?.Id)) == LiveFinding.Regret)
            {
                await RollBackAsync(LearnerReport.Regret(_memory.Watch), Actor.System, cancellationToken);
            }
        }

        if (VersionTrainer.IsDue(_memory))
        {
            await TrainAsync(cancellationToken);
        }
    }

    private async Task TrainAsync(CancellationToken cancellationToken)
    {
        var book = new DecisionBook(VersionTrainer.MaxDecisions, workload => _policy.For(workload).Rewards);
        await ReplayAsync(book, Math.Max(0, Checkpoints[Shard] - MaxTrainingEvents), cancellationToken);
        var trainer = new VersionTrainer(_memory, new PolicyRule(_policy), (decisions, ended) => WeightsTraining.Fit(decisions, _memory.PriorThatHolds(prior.Weights), ended));
        var inForce = _shelf.Get(_memory.History.InForce?.Id);
        var trained = await thread.RunAsync(ended => trainer.Train(book.Decisions, inForce, ended), cancellationToken);
        _memory.NoteTraining(book.Decisions.Count(decision => decision.Signals.Reward is not null));
        if (trained is null)
        {
            await StoreAsync(cancellationToken);
            return;
        }

        var (history, id, at) = (_memory.History, trained.Weights.Id, book.Decisions.Last().At);
        if (trained.Ships)
        {
            await _shelf.AddAsync(id, trained.Bytes, history, cancellationToken);
            await ChangeAsync(
                history.Ship(id, Checkpoints[Shard], at, trained.Reason), AuditActions.WeightsShipped, id, trained.Reason, Actor.System, cancellationToken);
        }
        else
        {
            _memory.History = history.Keep(id, Checkpoints[Shard], at, trained.Reason);
            await StoreAsync(cancellationToken);
        }

        LogTrained(Tenant.Value, id, trained.Reason);
    }

    private Task RollBackAsync(string reason, string actor, CancellationToken cancellationToken)
    {
        var id = _memory.History.InForce!.Id;
        LogRolledBack(Tenant.Value, id, reason);
        return ChangeAsync(_memory.History.RollBack(id, reason), AuditActions.WeightsRolledBack, id, reason, actor, cancellationToken);
    }

    /// <summary>Reads events up to the checkpoint again, for their decisions alone.</summary>
    private async Task ReplayAsync(DecisionBook book, long after, CancellationToken cancellationToken)
    {
        while (after < Checkpoints[Shard])
        {
            var count = (int)Math.Min(BatchSize, Checkpoints[Shard] - after);
            var events = await log.ReadAsync(LogOf(Shard), after, count, cancellationToken);
            if (events.Count == 0)
            {
                return;
            }

            foreach (var logged in events)
            {
                LearnerEvents.Take(book, logged);
            }

            after = events[^1].Sequence;
        }
    }

    [LoggerMessage(3301, LogLevel.Information, "Version {Version} of the routing weights of tenant {Tenant}: {Reason}")]
    private partial void LogTrained(string tenant, string version, string reason);

    [LoggerMessage(3302, LogLevel.Warning, "Version {Version} of the routing weights of tenant {Tenant} is taken back: {Reason}")]
    private partial void LogRolledBack(string tenant, string version, string reason);

    [LoggerMessage(3303, LogLevel.Warning, "What tenant {Tenant} has learned cannot be read; it is learned again from the log.")]
    private partial void LogMemoryUnreadable(Exception exception, string tenant);
}
