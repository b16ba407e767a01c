using Freehold.Contracts.Audit;
using Freehold.Contracts.Distillation;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Tenancy;
using Freehold.Core.Distillation.Trigger;
using Freehold.Core.Policies;
using Freehold.Grains.Distillation.Checks;
using Freehold.Grains.Learning;
using Freehold.Grains.Registry;
using Freehold.Storage.Artifacts;
using Freehold.Storage.Outcomes;
using Freehold.Storage.Transcripts;
using Microsoft.Extensions.Logging;

namespace Freehold.Grains.Distillation;

/// <inheritdoc cref="IDistillationGrain"/>
/// <remarks>
/// What each part of this class does: <c>.Log</c> takes in events, <c>.Data</c> chooses the data, <c>.Jobs</c> trains and evaluates,
/// <c>.Gate</c> decides, <c>.Errands</c> asks whoever is
/// outside, <c>.Rollout</c> brings the student out and takes it back, <c>.State</c> stores.
/// </remarks>
public sealed partial class DistillationGrain(
    [PersistentState(StateNames.Distillation, StateNames.Storage)] IPersistentState<DistillationState> state,
    IOutcomeLog log,
    ITranscriptStore transcripts,
    IArtifactStore artifacts,
    TrainingThread thread,
    StudentSigner signer,
    CheckDirectory checks,
    TimeProvider time,
    ILogger<DistillationGrain> logger)
    : Grain, IDistillationGrain, IRemindable
{
    /// <summary>How often a job is asked after, and how long after an event the state is stored.</summary>
    public static readonly TimeSpan TickPeriod = TimeSpan.FromSeconds(2);

    /// <summary>How often the sweep looks for wake-ups that were lost.</summary>
    public static readonly TimeSpan SweepPeriod = TimeSpan.FromMinutes(1);

    private const string SweepReminder = "sweep";

    private WorkloadId _id;
    private OutcomeLogId _log;
    private RoutingPolicyDocument _document = RoutingPolicyDocument.Default;
    private int _policyVersion = -1;
    private TrainingProgress? _progress;
    private IGrainTimer? _work;
    private int _unstored;
    private bool _waitsForJob;

    private DistillationState State => state.State;

    private WorkloadPolicy Policy => _document.For(_id.Name);

    private DistillPolicy Distill => Policy.Distill;

    private bool MayTrain => Distill.Enabled && Policy.Training.Allowed;

    private IWorkloadGrain Workload => GrainFactory.GetGrain<IWorkloadGrain>(_id.ToString());

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = WorkloadId.Parse(this.GetPrimaryKeyString());
        _log = OutcomeLogId.For(_id.Tenant);
        if (State.Checkpoints.Length != OutcomeLogId.ShardCount)
        {
            State.Checkpoints = new long[OutcomeLogId.ShardCount];
        }

        await FollowPolicyAsync(cancellationToken);
        if (Distill.Enabled || State.Cycle is not null)
        {
            await this.RegisterOrUpdateReminder(SweepReminder, SweepPeriod, SweepPeriod);
        }

        RestoreWatch();
        this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(TickPeriod, TickPeriod));
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        EndErrand();
        return StoreIfNeededAsync();
    }

    /// <inheritdoc/>
    public Task ReceiveReminder(string reminderName, TickStatus status) => WakeAsync(CancellationToken.None);

    /// <summary>A wake-up only starts the work: it takes longer than whoever wakes may wait.</summary>
    public Task WakeAsync(CancellationToken cancellationToken)
    {
        _work ??= this.RegisterGrainTimer(StartWorkAsync, new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<DistillationStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        TenantScope.Enter(_id.Tenant);
        return DistillationReport.Of(_id, State, await Workload.GetAsync(cancellationToken), _progress, Distill, _newest);
    }

    /// <inheritdoc/>
    public async Task<string?> ReadReportAsync(string digest, CancellationToken cancellationToken)
    {
        var isOurs = State.History.Append(State.Cycle).Any(cycle =>
            cycle is not null && (cycle.GateReport == digest || cycle.Dataset?.Report == digest));
        if (!isOurs || await artifacts.OpenAsync(digest, cancellationToken) is not { } content)
        {
            return null;
        }

        using var reader = new StreamReader(content);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<DistillationStatus> CatchUpAsync(CancellationToken cancellationToken)
    {
        await WorkAsync(cancellationToken);
        return await GetStatusAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<DistillationCommandResult> RunAsync(CancellationToken cancellationToken)
    {
        var actor = Actor.Current;
        await WorkAsync(cancellationToken);
        if (!MayTrain)
        {
            return Answer(DistillationCommandStatus.Forbidden, Distill.Enabled
                ? "The policy does not permit training on this workload's exchanges; set training.allow."
                : "The policy gives this workload no student; add a distill section.");
        }

        if (IsUnderWay || State.Order is not null)
        {
            return Answer(DistillationCommandStatus.Conflict, $"A student is on its way already: {State.Cycle?.Reason}");
        }

        var now = time.GetUtcNow();
        var decision = Decide(now, byHand: true);
        if (!decision.Starts)
        {
            return Answer(DistillationCommandStatus.Conflict, $"No training can start: {decision.Reason}.");
        }

        State.Order = new DatasetOrder { CutSequence = Checkpoint, Trigger = decision.Reason, At = now, Actor = actor };
        await StoreAsync();
        await WorkAsync(cancellationToken);
        return State.Cycle is { Phase: DistillationPhase.Training or DistillationPhase.Evaluating } cycle
            ? Answer(DistillationCommandStatus.Done, $"Cycle {cycle.Number}: {cycle.Reason}")
            : Answer(DistillationCommandStatus.Conflict, State.Note);
    }

    private bool IsUnderWay =>
        State.Cycle?.Phase is DistillationPhase.Training or DistillationPhase.Evaluating or DistillationPhase.Shadow or DistillationPhase.Canary;

    private long Checkpoint => State.Checkpoints[_log.Shard];

    private static DistillationCommandResult Answer(DistillationCommandStatus status, string detail) => new() { Status = status, Detail = detail };

    private async Task StartWorkAsync(CancellationToken cancellationToken)
    {
        _work?.Dispose();
        _work = null;
        await WorkAsync(CancellationToken.None); // The timer's own token ended with it.
    }

    private Task TickAsync(CancellationToken cancellationToken) => _waitsForJob ? WorkAsync(cancellationToken) : StoreIfNeededAsync();

    /// <summary>Does everything that can be done now. What fails is done again from what is stored, by the next activation.</summary>
    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            TenantScope.Enter(_id.Tenant);
            await FinishAuditAsync();
            await FollowPolicyAsync(cancellationToken);
            await FollowRolloutAsync(cancellationToken);
            do
            {
                await ReadLogAsync(cancellationToken);
            }
            while (await StepAsync(cancellationToken));
        }
        catch (Exception e)
        {
            LogFailed(e, _id);
            _unstored = 0; // What is in memory may be half of a step.
            DeactivateOnIdle();
            throw;
        }
    }

    /// <summary>Does one step that does not wait for the log; false where there is none to do now.</summary>
    private Task<bool> StepAsync(CancellationToken cancellationToken) => State switch
    {
        { Order: { } order } => ChooseDataAsync(order, cancellationToken),
        { Cycle: { Phase: DistillationPhase.Training } cycle } => TrainAsync(cycle, cancellationToken),
        { Cycle: { Phase: DistillationPhase.Evaluating } cycle } => EvaluateAsync(cycle, cancellationToken),
        _ => Task.FromResult(false),
    };

    private TriggerDecision Decide(DateTimeOffset now, bool byHand) =>
        DistillationTrigger.Decide(TriggerMemories.ToInput(State.Trigger, now, byHand), TriggerMemories.ToOptions(Distill), now);

    [LoggerMessage(3411, LogLevel.Warning, "A step of {Workload}'s distillation failed; it is done again from what is stored.")]
    private partial void LogFailed(Exception exception, WorkloadId workload);

    [LoggerMessage(3412, LogLevel.Warning, "Asking about the student of {Workload} failed; it is tried again.")]
    private partial void LogErrandFailed(Exception exception, WorkloadId workload);
}
