using Freehold.Contracts.Tenancy;

namespace Freehold.Contracts.Inference;

/// <summary>The key of a specialist's grain: whose, and for which kind of task.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Workload">The kind of task.</param>
public readonly record struct SpecialistId(TenantId Tenant, string Workload)
{
    /// <summary>Reads <c>tenant/workload</c>.</summary>
    /// <exception cref="FormatException">The text has another form.</exception>
    public static SpecialistId Parse(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < key.Length - 1
            ? new SpecialistId(TenantId.Parse(key[..slash]), key[(slash + 1)..])
            : throw new FormatException($"'{key}' is not a specialist's key: it must have the form tenant/workload.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Tenant}/{Workload}";
}
