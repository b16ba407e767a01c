using Freehold.Contracts.Tenancy;

namespace Freehold.Contracts.Distillation;

/// <summary>Who may answer for one workload: the promoted student, and the one on its way. Key: <see cref="WorkloadId"/>.</summary>
/// <remarks>
/// A change is stored with its entry for the audit chain and a revision, then published to <see cref="IStudentCatalogGrain"/>: killed in between,
/// the next activation publishes what is stored. Changes run one at a time; repeating one changes nothing, by its operation id.
/// </remarks>
[Alias("freehold.IWorkloadGrain")]
public interface IWorkloadGrain : IGrainWithStringKey, ITenantScoped
{
    /// <summary>How it stands.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<WorkloadRollout> GetAsync(CancellationToken cancellationToken);

    /// <summary>Puts a student in a stage of its rollout, or promotes it. Refused, by a false answer, where that version was taken back.</summary>
    [Alias("Stage")]
    Task<bool> StageAsync(WorkloadChange change, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a version back: on its way, it ends; promoted, the one before it answers again, or none. False, and nothing changes, where it is
    /// neither. Stored and published before the call returns.
    /// </summary>
    /// <param name="version">The version.</param>
    /// <param name="reason">Why, in words and figures.</param>
    /// <param name="actor">Who does it, as <see cref="Audit.Actor"/> writes it.</param>
    /// <param name="cancellationToken">Ends the wait for the grain's turn; the change itself is done whole.</param>
    [Alias("RollBack")]
    Task<bool> RollBackAsync(string version, string reason, string actor, CancellationToken cancellationToken);
}
