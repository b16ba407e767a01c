using Freehold.Contracts.Tenancy;

namespace Freehold.Contracts.Distillation;

/// <summary>Drives one workload from its teacher's answers to a student that replaces them. Key: <see cref="WorkloadId"/>.</summary>
/// <remarks>
/// <para>
/// A step reads the state, does work that comes to the same however often it is done, and writes the state: killed anywhere, the next
/// activation does the step again. Data sets and students are named by the digest of their content, trainings by the digest of what goes into
/// them; what is published carries a revision. It goes by the order of the outcome log and by nothing else, so that the same log leads to
/// the same students.
/// </para>
/// <para>
/// Training and evaluation run on a worker, selection of the data on a thread of their own: no turn waits for them. Calls that read interleave with
/// everything. Commands name the version that they are about, so a repeated one changes nothing.
/// </para>
/// </remarks>
[Alias("freehold.IDistillationGrain")]
public interface IDistillationGrain : IGrainWithStringKey, ITenantScoped
{
    /// <summary>There may be something to do: the log grew, a training ended. Returns at once; may be lost or repeated.</summary>
    [AlwaysInterleave, Alias("Wake")]
    Task WakeAsync(CancellationToken cancellationToken);

    /// <summary>How it stands.</summary>
    [AlwaysInterleave, Alias("GetStatus"), ResponseTimeout("00:02:00")]
    Task<DistillationStatus> GetStatusAsync(CancellationToken cancellationToken);

    /// <summary>Reads the log to its end and does every step that can be done now; for callers that must see what they just appended.</summary>
    [Alias("CatchUp"), ResponseTimeout("00:10:00")]
    Task<DistillationStatus> CatchUpAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Trains a student now, with what the log holds, whatever the trigger says. Refused where one is on its way, or the policy forbids it.
    /// </summary>
    [Alias("Run"), ResponseTimeout("00:10:00")]
    Task<DistillationCommandResult> RunAsync(CancellationToken cancellationToken);

    /// <summary>Promotes the version that is in shadow or canary without waiting for its tests; it has passed the gate.</summary>
    [Alias("Promote"), ResponseTimeout("00:10:00")]
    Task<DistillationCommandResult> PromoteAsync(string version, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a version back, on its way or promoted: the student before it answers again, or none. One write and one publication; it does not
    /// wait for a step that runs.
    /// </summary>
    [AlwaysInterleave, Alias("RollBack")]
    Task<DistillationCommandResult> RollBackAsync(string version, CancellationToken cancellationToken);

    /// <summary>
    /// The text of a report that a cycle of this workload names, on its data or of its gate; null for any other digest: artifacts of others
    /// are not told.
    /// </summary>
    [AlwaysInterleave, Alias("ReadReport")]
    Task<string?> ReadReportAsync(string digest, CancellationToken cancellationToken);
}
