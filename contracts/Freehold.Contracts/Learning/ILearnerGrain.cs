using Freehold.Contracts.Tenancy;

namespace Freehold.Contracts.Learning;

/// <summary>Learns the weights of one tenant's routing from its outcome log, off the request path. Key: <see cref="TenantId"/>.</summary>
/// <remarks>
/// <para>
/// Subscribes to <c>outcomes</c>. What it knows and the checkpoint up to which it holds are stored together, and what it does is a
/// function of the log and the policy: killed anywhere, it reads on from its checkpoint and comes to the same versions. Nothing of another tenant's
/// log, and no count of it, is ever read.
/// </para>
/// <para>
/// A new version goes into force only where the log says with confidence that it decides better; one in force is taken back
/// where live decisions show that its predecessor was better. Reads interleave with everything, training included, which runs on a thread of its own. Changes run one
/// at a time and are idempotent: they name the version that they are about.
/// </para>
/// </remarks>
[Alias("freehold.ILearnerGrain")]
public interface ILearnerGrain : IGrainWithStringKey, ITenantScoped
{
    /// <summary>The weights in force; null where <paramref name="knownVersion"/> names them already.</summary>
    /// <param name="knownVersion">The version that the caller has; empty for none.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    [AlwaysInterleave, Alias("GetNewer")]
    Task<WeightsSnapshot?> GetNewerAsync(string knownVersion, CancellationToken cancellationToken);

    /// <summary>Every version that is kept, and how far the log is read.</summary>
    [AlwaysInterleave, Alias("GetStatus")]
    Task<LearnerStatus> GetStatusAsync(CancellationToken cancellationToken);

    /// <summary>Reads the log to its end first, and trains where that is due; for callers that must see what they just appended.</summary>
    [Alias("CatchUp"), ResponseTimeout("00:10:00")]
    Task<LearnerStatus> CatchUpAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Takes back a version: its predecessor is in force again, or none. Durable, and in the tenant's audit chain, before the call
    /// returns. False, and nothing changes, where <paramref name="version"/> is not in force.
    /// </summary>
    [Alias("Rollback"), ResponseTimeout("00:10:00")]
    Task<bool> RollbackAsync(string version, CancellationToken cancellationToken);
}
