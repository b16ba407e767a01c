using Freehold.Contracts.Audit;
using Freehold.Contracts.Tenancy;
using Microsoft.Extensions.Logging;

namespace Freehold.Grains.Tenancy;

/// <summary>
/// How a change and its entry in the audit chain stay together though they lie in two stores (a transactional outbox): the entry is
/// stored with the change in one write, then appended, then taken out of the state. A crash at any point leaves a change with its entry in the
/// chain or still in the state, and never an entry without its change; the entry's operation id makes a second append of it nothing.
/// </summary>
public sealed partial class TenantGrain
{
    /// <summary>How often an entry that the chain did not take is offered again.</summary>
    public static readonly TimeSpan AuditRetryPeriod = TimeSpan.FromSeconds(5);

    private IGrainTimer? _auditRetry;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FinishAuditAsync();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Keys must open their tenant while the chain cannot be reached; changes wait for it.
        }
    }

    private async Task ChangeAsync(AuditRecord record, Action<TenantState> change, CancellationToken cancellationToken)
    {
        await StoreAsync(
            current =>
            {
                change(current);
                current.PendingAudit = record;
            },
            cancellationToken);
        await FinishAuditAsync();
    }

    /// <summary>Appends what an earlier change has to say; a change goes no further before that.</summary>
    private async Task FinishAuditAsync()
    {
        if (state.State.PendingAudit is not { } record)
        {
            return;
        }

        try
        {
            // No token: the change has happened, whoever still waits for it.
            TenantScope.Enter(TenantId.Parse(this.GetPrimaryKeyString()));
            await GrainFactory.GetGrain<IAuditGrain>(this.GetPrimaryKeyString()).AppendAsync(record, CancellationToken.None);
            await StoreAsync(current => current.PendingAudit = null, CancellationToken.None);
            _auditRetry?.Dispose();
            _auditRetry = null;
        }
        catch (Exception e)
        {
            LogAuditPending(e, this.GetPrimaryKeyString(), record.Action, record.OperationId);
            _auditRetry ??= this.RegisterGrainTimer(_ => FinishAuditAsync(), new GrainTimerCreationOptions(AuditRetryPeriod, AuditRetryPeriod));
            throw;
        }
    }

    [LoggerMessage(3201, LogLevel.Error, "The audit chain of tenant {Tenant} did not take {Action} ({OperationId}) yet; it is offered again.")]
    private partial void LogAuditPending(Exception exception, string tenant, string action, string operationId);
}
