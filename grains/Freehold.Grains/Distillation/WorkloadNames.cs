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

    /// <summary>The key of the workload's students in the registry: its name where that can stand there.</summary>
    public static string RegistryKey(WorkloadId workload) => ArtifactName.TryParse(workload.ToString(), out var name)
        ? name.ToString()
        : $"{workload.Tenant}/{Short(workload)}";
}
