using Freehold.Contracts.Audit;
using Freehold.Contracts.Tenancy;
using Freehold.Storage.Audit;

namespace Freehold.Grains.Audit;

/// <inheritdoc cref="IAuditGrain"/>
public sealed class AuditGrain(IAuditLog log) : Grain, IAuditGrain
{
    private TenantId _tenant;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _tenant = TenantId.Parse(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<AuditEntry> AppendAsync(AuditRecord record, CancellationToken cancellationToken) =>
        log.AppendAsync(_tenant, record, cancellationToken).AsTask();

    /// <inheritdoc/>
    public Task<AuditPage> ReadAsync(AuditQuery query, CancellationToken cancellationToken) =>
        log.ReadAsync(_tenant, query, cancellationToken).AsTask();

    /// <inheritdoc/>
    public Task<AuditVerification> VerifyAsync(AuditHead? known, CancellationToken cancellationToken) =>
        AuditVerifier.VerifyAsync(log, _tenant, known, cancellationToken).AsTask();
}
