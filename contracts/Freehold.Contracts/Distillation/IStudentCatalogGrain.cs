using Freehold.Contracts.Tenancy;

namespace Freehold.Contracts.Distillation;

/// <summary>The students that a tenant's routers may use. Key: <see cref="TenantId"/>.</summary>
/// <remarks>
/// The one place that says which students run: routers look for a newer snapshot in their background refresh, and workers run no weights
/// that are not named here. Changes run one at a time, are stored before they return, and are idempotent by their revision: one that is
/// not above the workload's last is ignored. Reads interleave and have no effect.
/// </remarks>
[Alias("freehold.IStudentCatalogGrain")]
public interface IStudentCatalogGrain : IGrainWithStringKey, ITenantScoped
{
    /// <summary>Most students of one tenant.</summary>
    const int MaxStudents = 1_000;

    /// <summary>Makes this the only student of its workload, in place of those before. Safe to repeat.</summary>
    /// <param name="student">The student.</param>
    /// <param name="revision">Grows with every change of the workload, withdrawals included; from 1.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">A field is not one that a student can have; the message says which.</exception>
    /// <exception cref="InvalidOperationException">The tenant has <see cref="MaxStudents"/> already.</exception>
    [Alias("Publish")]
    Task PublishAsync(StudentCandidate student, long revision, CancellationToken cancellationToken);

    /// <summary>Makes these the students of their workload: one that is promoted, and one that is to take its place. Safe to repeat.</summary>
    /// <param name="promoted">The promoted one: it leads all requests that the other one does not take.</param>
    /// <param name="challenger">The one on its way, of the same workload and another version.</param>
    /// <param name="revision">As of <see cref="PublishAsync"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">A field is not one that a student can have; the message says which.</exception>
    /// <exception cref="InvalidOperationException">The tenant has <see cref="MaxStudents"/> already.</exception>
    [Alias("PublishBoth")]
    Task PublishBothAsync(StudentCandidate promoted, StudentCandidate challenger, long revision, CancellationToken cancellationToken);

    /// <summary>From the routers' next refresh on the workload has no student, within <c>IRouterGrain.PolicyLeaseSeconds</c>. Safe to repeat.</summary>
    /// <param name="workload">The kind of task.</param>
    /// <param name="revision">As of <see cref="PublishAsync"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    [Alias("Withdraw")]
    Task WithdrawAsync(string workload, long revision, CancellationToken cancellationToken);

    /// <summary>All students. Where <paramref name="knownVersion"/> is current, null.</summary>
    [AlwaysInterleave, Alias("GetNewer")]
    Task<StudentSnapshot?> GetNewerAsync(long knownVersion, CancellationToken cancellationToken);
}
