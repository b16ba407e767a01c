using System.Security.Cryptography;
using System.Text;
using Freehold.Contracts.Distillation;
using Freehold.Contracts.Registry;

namespace Freehold.Grains.Distillation;

/// <summary>Names of a workload where not every character may stand.</summary>
internal static class WorkloadNames
{
    /// <summary>A name in visible ASCII, the same for the same workload and no other.</summary>
    public static string Short(WorkloadId workload) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(workload.Name)).AsSpan(0, 8));

    /// <summary>The key of the workload's students in the registry: its own, by which workers ask for them too. A policy takes no other names.</summary>
    /// <exception cref="FormatException">The workload has a name that no policy takes.</exception>
    public static string RegistryKey(WorkloadId workload) => ArtifactName.OfTenant(workload.Tenant, workload.Name).ToString();
}
