using Freehold.Contracts.Tenancy;

namespace Freehold.Contracts.Distillation;

/// <summary>Knows which workloads of a tenant have a student to train, and wakes their grains. Key: <see cref="TenantId"/>.</summary>
/// <remarks>
/// Subscribes to <c>outcomes</c>, whose key is the tenant. It stores nothing: a wake-up that is lost is made good by the next one, by this grain's
/// sweep, or by each workload's own.
/// </remarks>
[Alias("freehold.IDistillationIndexGrain")]
public interface IDistillationIndexGrain : IGrainWithStringKey, ITenantScoped
{
    /// <summary>How each workload that the policy gives a student stands, in order of their names.</summary>
    [AlwaysInterleave, Alias("List"), ResponseTimeout("00:02:00")]
    Task<DistillationStatus[]> ListAsync(CancellationToken cancellationToken);

    /// <summary>The names of these workloads, in order.</summary>
    [AlwaysInterleave, Alias("ListNames")]
    Task<string[]> ListNamesAsync(CancellationToken cancellationToken);
}
