using Freehold.Contracts.Tenancy;

namespace Freehold.Contracts.Distillation;

/// <summary>The key of what belongs to one workload of one tenant.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Name">The workload's name in the tenant's policy; it may hold slashes.</param>
public readonly record struct WorkloadId(TenantId Tenant, string Name)
{
    /// <summary>Reads <c>tenant/workload</c>.</summary>
    /// <exception cref="FormatException">The text has another form.</exception>
    public static WorkloadId Parse(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < key.Length - 1
            ? new WorkloadId(TenantId.Parse(key[..slash]), key[(slash + 1)..])
            : throw new FormatException($"'{key}' is not a workload's key: it must have the form tenant/workload.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Tenant}/{Name}";
}
