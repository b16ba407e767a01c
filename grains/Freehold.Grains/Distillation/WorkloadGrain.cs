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
    /// <summary>How often a change that the registry refused is offered to it again.</summary>
    public static readonly TimeSpan RegistryRetryPeriod = TimeSpan.FromMinutes(1);

    private WorkloadId _id;
    private WorkloadRollout _rollout = null!;
    private long _toldRevision = -1;
    private IGrainTimer? _registryRetry;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = WorkloadId.Parse(this.GetPrimaryKeyString());
        _rollout = state.State.Rollout;
        FollowRegistry();
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
        await StoreAsync(new WorkloadState
        {
            Rollout = rollout,
            Digest = digest,
            Audit = DistillationAudit.Of(_id, change, rollout.Revision, digest, actor),
        });
        await TellAsync();
    }

    private async Task StoreAsync(WorkloadState next)
    {
        state.State = next;
        try
        {
            await state.WriteStateAsync(CancellationToken.None);
        }
        catch
        {
            DeactivateOnIdle(); // Whether it was stored is not known: the next activation goes on from what is.
            throw;
        }

        _rollout = next.Rollout;
    }

    /// <summary>
    /// Tells the catalog, the audit chain and the registry of the last change, all of which take it once; the catalog first, since a student that
    /// is taken back must be gone at once. No token: the change has happened, whoever still waits for it.
    /// </summary>
    private async Task TellAsync()
    {
        if (state.State.Audit is not { } audit || (_toldRevision == _rollout.Revision && _rollout.RegistryRefusal is null))
        {
            return;
        }

        TenantScope.Enter(_id.Tenant);
        if (_toldRevision != _rollout.Revision)
        {
            await PublishAsync();
            await GrainFactory.GetGrain<IAuditGrain>(_id.Tenant.Value).AppendAsync(audit, CancellationToken.None);
        }

        var refusal = await NoteAsync(_rollout.History[0], state.State.Digest!);
        if (refusal != _rollout.RegistryRefusal)
        {
            await StoreAsync(new WorkloadState
            {
                Rollout = _rollout with { RegistryRefusal = refusal },
                Digest = state.State.Digest,
                Audit = audit,
            });
            FollowRegistry();
            if (refusal is not null)
            {
                LogNotNoted(_id, refusal);
            }
        }

        _toldRevision = _rollout.Revision;
    }

    /// <summary>What the registry refused may be mended there, by an approval say: it is offered again until it is taken.</summary>
    private void FollowRegistry()
    {
        if (_rollout.RegistryRefusal is null)
        {
            _registryRetry?.Dispose();
            _registryRetry = null;
        }
        else
        {
            _registryRetry ??= this.RegisterGrainTimer(
                _ => TellAsync(), new GrainTimerCreationOptions(RegistryRetryPeriod, RegistryRetryPeriod));
        }
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

    /// <summary>
    /// Tells the registry of a change; why it did not take it, where it did not. Who answers is decided here all the same, and workers check
    /// approvals themselves.
    /// </summary>
    private async Task<string?> NoteAsync(WorkloadEvent change, string digest)
    {
        var registry = GrainFactory.GetGrain<IRegistryGrain>(WorkloadNames.RegistryKey(_id));
        var note = new RolloutNote
        {
            OperationId = $"revision:{_rollout.Revision}",
            Stage = DistillationAudit.NameOf(change.Phase),
            Detail = change.Reason,
            At = change.At,
        };
        var noted = await registry.NoteRolloutAsync(digest, note, CancellationToken.None);
        var made = _rollout.Current is not null && change.Phase is DistillationPhase.Promoted or DistillationPhase.RolledBack
            ? await registry.MakeCurrentAsync(_rollout.Current.Digest, CancellationToken.None)
            : noted;
        return new[] { noted, made }.FirstOrDefault(result => !result.IsDone)?.Detail;
    }

    [LoggerMessage(3401, LogLevel.Warning, "Student {Version} of {Workload} is taken back: {Reason}")]
    private partial void LogRolledBack(string version, WorkloadId workload, string reason);

    [LoggerMessage(3402, LogLevel.Warning, "The registry did not take a note of {Workload}'s student: {Detail}")]
    private partial void LogNotNoted(WorkloadId workload, string? detail);
}
