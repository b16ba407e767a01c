using Freehold.Contracts.Audit;
using Freehold.Contracts.Tenancy;
using Freehold.Storage;
using Freehold.Storage.Audit;
using Freehold.Storage.Audit.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Freehold.Grains.Tests.Support;

/// <summary>How appends fail, for as long as a test wants it; it outlives restarts of the house.</summary>
internal sealed class AuditFaults
{
    /// <summary>Appends fail with nothing of them in the chain.</summary>
    public volatile bool BeforeAppend;

    /// <summary>Appends fail with the entry in the chain, as a call that timed out does.</summary>
    public volatile bool AfterAppend;

    /// <summary>Puts the real log with these faults into the house.</summary>
    public void AddTo(IServiceCollection services) => services.AddSingleton<IAuditLog>(
        provider => new FlakyAuditLog(SqliteAuditLog.Open(provider.GetRequiredService<DataFolder>()), this));
}

/// <summary>The real audit log, and a wire to it that breaks on demand.</summary>
internal sealed class FlakyAuditLog(SqliteAuditLog log, AuditFaults faults) : IAuditLog, IDisposable
{
    public async ValueTask<AuditEntry> AppendAsync(TenantId tenant, AuditRecord record, CancellationToken cancellationToken)
    {
        ThrowIf(faults.BeforeAppend);
        var entry = await log.AppendAsync(tenant, record, cancellationToken);
        ThrowIf(faults.AfterAppend);
        return entry;
    }

    public ValueTask<AuditPage> ReadAsync(TenantId tenant, AuditQuery query, CancellationToken cancellationToken) =>
        log.ReadAsync(tenant, query, cancellationToken);

    public void Dispose() => log.Dispose();

    private static void ThrowIf(bool fails)
    {
        if (fails)
        {
            throw new AuditLogException("The test cut the wire.");
        }
    }
}
