using Freehold.Contracts.Audit;
using Freehold.Contracts.Tenancy;

namespace Freehold.Grains.Tenancy;

/// <summary>What is stored of a tenant. A new field gets a new number and a default; none is ever renumbered.</summary>
[GenerateSerializer, Alias("freehold.TenantState")]
public sealed class TenantState
{
    /// <summary>Null until the tenant is made.</summary>
    [Id(0)] public TenantProfile? Profile { get; set; }

    /// <summary>All keys, revoked ones included, oldest first.</summary>
    [Id(1)] public List<ApiKeyRecord> Keys { get; set; } = [];

    /// <summary>The policy in force.</summary>
    [Id(2)] public TenantPolicy Policy { get; set; } = new();

    /// <summary>What the last change has to say to the audit chain, stored with it; null once the chain has it.</summary>
    [Id(3)] public AuditRecord? PendingAudit { get; set; }
}
