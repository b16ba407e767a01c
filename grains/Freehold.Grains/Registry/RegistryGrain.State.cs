using System.Security.Cryptography;
using System.Text;
using Freehold.Contracts.Audit;
using Freehold.Contracts.Registry;
using Freehold.Contracts.Tenancy;
using Microsoft.Extensions.Logging;

namespace Freehold.Grains.Registry;

/// <summary>
/// A change and its entry in the audit chain stay together as those of a tenant do (a transactional outbox): the entry is stored with the
/// change in one write, then appended, then taken out of the state. No change comes before the entry of the one before it is in the chain.
/// </summary>
public sealed partial class RegistryGrain
{
    /// <summary>How often an entry that the chain did not take is offered again.</summary>
    public static readonly TimeSpan AuditRetryPeriod = TimeSpan.FromSeconds(5);

    private IGrainTimer? _auditRetry;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _ = Name; // A key that names nothing ends here, and not with a state that nobody finds again.
        try
        {
            await FinishAuditAsync();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Workers must know what is approved while the chain cannot be reached; changes wait for it.
        }
    }

    private async Task<RegistryResult> ChangeAsync(Func<RegistryState, RegistryChange> command, CancellationToken cancellationToken)
    {
        await FinishAuditAsync();
        var change = command(state.State);
        if (change.After is not { } after)
        {
            return change.Result;
        }

        await StoreAsync(after with { PendingAudit = ToAudit(change, after.Revision) }, cancellationToken);
        await FinishAuditAsync();
        return change.Result;
    }

    private AuditRecord ToAudit(RegistryChange change, long revision)
    {
        change.Detail["name"] = Name.ToString();
        change.Detail["current"] = change.Result.Current;
        return new AuditRecord
        {
            // The same change of the same name is the same operation, whoever repeats it.
            OperationId = $"registry:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Name.ToString())).AsSpan(0, 16))}:{revision}",
            At = time.GetUtcNow(),
            Actor = Actor.Current,
            Action = change.Action,
            Subject = change.Digest,
            Detail = change.Detail.ToJsonString(),
        };
    }

    private async Task FinishAuditAsync()
    {
        if (state.State.PendingAudit is not { } record)
        {
            return;
        }

        try
        {
            // No token: the change has happened, whoever still waits for it.
            var tenant = Name.AuditTenant;
            TenantScope.Enter(tenant);
            await GrainFactory.GetGrain<IAuditGrain>(tenant.Value).AppendAsync(record, CancellationToken.None);
            await StoreAsync(state.State with { PendingAudit = null }, CancellationToken.None);
            _auditRetry?.Dispose();
            _auditRetry = null;
        }
        catch (Exception e)
        {
            LogAuditPending(e, Name.ToString(), record.Action);
            _auditRetry ??= this.RegisterGrainTimer(_ => FinishAuditAsync(),
                new GrainTimerCreationOptions(AuditRetryPeriod, AuditRetryPeriod));
            throw;
        }
    }

    /// <summary>Stores a state; where that fails, the one in memory goes back to what is stored.</summary>
    private async Task StoreAsync(RegistryState after, CancellationToken cancellationToken)
    {
        var before = state.State;
        state.State = after;
        try
        {
            await state.WriteStateAsync(cancellationToken);
        }
        catch
        {
            state.State = before;
            DeactivateOnIdle(); // Whether it was stored is not known: the next activation reads it anew.
            throw;
        }
    }

    [LoggerMessage(3501, LogLevel.Error, "The audit chain did not take {Action} of '{Name}' yet; it is offered again.")]
    private partial void LogAuditPending(Exception exception, string name, string action);
}
