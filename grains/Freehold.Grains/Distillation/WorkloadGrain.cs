using Freehold.Contracts.Audit;
using Freehold.Contracts.Distillation;
using Freehold.Contracts.Registry;
using Freehold.Contracts.Tenancy;
using Microsoft.Extensions.Logging;

namespace Freehold.Grains.Distillation;

/// <inheritdoc cref="IWorkloadGrain"/>
public sealed partial class WorkloadGrain(
    [PersistentState(StateNames.Workload, StateNames.Storage)] IPersistentState<WorkloadState> state,
    TimeProvider time,
    ILogger<WorkloadGrain> logger)
    : Grain, IWorkloadGrain
{
    private WorkloadId _id;
    private WorkloadRollout _rollout = null!;
    private long _toldRevision = -1;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = WorkloadId.Parse(this.GetPrimaryKeyString());
        _rollout = state.State.Rollout;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<WorkloadRollout> GetAsync(CancellationToken cancellationToken) => Task.FromResult(_rollout);

    /// <inheritdoc/>
    public async Task<bool> StageAsync(WorkloadChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        await TellAsync();
        if (_rollout.IsTakenBack(change.Student.Version))
        {
            return false;
        }

        if (!Array.Exists(_rollout.History, done => done.OperationId == change.OperationId))
        {
            await ChangeAsync(_rollout.With(change, time.GetUtcNow()), change.Student.Digest, change.Actor);
        }

        return true;
    }

    /// <inheritdoc/>
    public async Task<bool> RollBackAsync(string version, string reason, string actor, CancellationToken cancellationToken)
    {
        await TellAsync();
        if (_rollout.Find(version) is { } student)
        {
            await ChangeAsync(_rollout.Without(version, reason, time.GetUtcNow()), student.Digest, actor);
            LogRolledBack(version, _id, reason);
            return true;
        }

        return _rollout.IsTakenBack(version);
    }

    private async Task ChangeAsync(WorkloadRollout rollout, string digest, string actor)
    {
        var change = rollout.History[0];
        state.State = new WorkloadState
        {
            Rollout = rollout,
            Digest = digest,
            Audit = DistillationAudit.Of(_id, change, rollout.Revision, digest, actor),
        };
        try
        {
            await state.WriteStateAsync(CancellationToken.None);
        }
        catch
        {
            DeactivateOnIdle(); // Whether it was stored is not known: the next activation goes on from what is.
            throw;
        }

        _rollout = rollout;
        await TellAsync();
    }

    /// <summary>
    /// Tells the catalog, the audit chain and the registry of the last change, all of which take it once; the catalog first, since a student that
    /// is taken back must be gone at once. No token: the change has happened, whoever still waits for it.
    /// </summary>
    private async Task TellAsync()
    {
        if (_toldRevision == _rollout.Revision)
        {
            return;
        }

        if (state.State.Audit is { } audit)
        {
            TenantScope.Enter(_id.Tenant);
            await PublishAsync();
            await GrainFactory.GetGrain<IAuditGrain>(_id.Tenant.Value).AppendAsync(audit, CancellationToken.None);
            await NoteAsync(_rollout.History[0], state.State.Digest!);
        }

        _toldRevision = _rollout.Revision;
    }

    private Task PublishAsync()
    {
        var catalog = GrainFactory.GetGrain<IStudentCatalogGrain>(_id.Tenant.Value);
        return _rollout switch
        {
            { Current: { } current, Candidate: { } next } =>
                catalog.PublishBothAsync(current, next, _rollout.Revision, CancellationToken.None),
            { Current: null, Candidate: null } => catalog.WithdrawAsync(_id.Name, _rollout.Revision, CancellationToken.None),
            _ => catalog.PublishAsync((_rollout.Current ?? _rollout.Candidate)!, _rollout.Revision, CancellationToken.None),
        };
    }

    private async Task NoteAsync(WorkloadEvent change, string digest)
    {
        var registry = GrainFactory.GetGrain<IRegistryGrain>(WorkloadNames.RegistryKey(_id));
        var note = new RolloutNote
        {
            OperationId = $"revision:{_rollout.Revision}",
            Stage = DistillationAudit.NameOf(change.Phase),
            Detail = change.Reason,
            At = change.At,
        };
        await CheckAsync(registry.NoteRolloutAsync(digest, note, CancellationToken.None));
        if (_rollout.Current is { } current && change.Phase is DistillationPhase.Promoted or DistillationPhase.RolledBack)
        {
            await CheckAsync(registry.MakeCurrentAsync(current.Digest, CancellationToken.None));
        }
    }

    /// <summary>What the registry refuses is told and no more: who answers is decided here, and workers check approvals themselves.</summary>
    private async Task CheckAsync(Task<RegistryResult> command)
    {
        if (await command is { IsDone: false } refused)
        {
            LogNotNoted(_id, refused.Detail);
        }
    }

    [LoggerMessage(3401, LogLevel.Warning, "Student {Version} of {Workload} is taken back: {Reason}")]
    private partial void LogRolledBack(string version, WorkloadId workload, string reason);

    [LoggerMessage(3402, LogLevel.Warning, "The registry did not take a note of {Workload}'s student: {Detail}")]
    private partial void LogNotNoted(WorkloadId workload, string? detail);
}
