using Freehold.Contracts.Tenancy;

namespace Freehold.Contracts.Registry;

/// <summary>
/// Every version that one name has had: what it was made of, who approved it, which one is current. Key: <see cref="ArtifactName"/>.
/// </summary>
/// <remarks>
/// <para>
/// Versions are named by the SHA-256 of their bytes and never change; what is added to one (approvals, rollout notes, a freeze) is only
/// ever added. Every command is idempotent: repeating it changes nothing and says <see cref="RegistryStatus.Done"/> (a roll back that names
/// nothing aside). Commands run one at a time; each change is durable, and in the audit chain of <see cref="ArtifactName.AuditTenant"/>,
/// before its call returns. Reads interleave.
/// </para>
/// <para>
/// A refusal is an answer, not an exception; a failed store ends the activation, and the next one goes on from what is stored.
/// </para>
/// </remarks>
[Alias("freehold.IRegistryGrain")]
public interface IRegistryGrain : IGrainWithStringKey, ITenantScoped
{
    /// <summary>
    /// Most versions of one name; over it the oldest that nothing holds (not current, not a way back, not frozen) gives way.
    /// </summary>
    const int MaxVersions = 200;

    /// <summary>
    /// Takes a version in. The same digest again adds what was not known (evaluation, signature, vetting, location) and is refused where it
    /// differs; approvals, freeze, rollout and times in the message are not taken over.
    /// </summary>
    [Alias("Register")]
    Task<RegistryResult> RegisterAsync(RegisteredVersion version, CancellationToken cancellationToken);

    /// <summary>Approves a version. The same person counts once; of a quarantined import its registrant does not count.</summary>
    /// <param name="digest">The version.</param>
    /// <param name="by">Who, as <see cref="Audit.Actor"/> writes it, or <c>gate:DIGEST</c> with the digest of a gate's report.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    [Alias("Approve")]
    Task<RegistryResult> ApproveAsync(string digest, string by, CancellationToken cancellationToken);

    /// <summary>Freezes a version for ever: it is never dropped.</summary>
    [Alias("Freeze")]
    Task<RegistryResult> FreezeAsync(string digest, CancellationToken cancellationToken);

    /// <summary>Freezes a version, makes it current, and lets the name take no other current ever after.</summary>
    [Alias("Pin")]
    Task<RegistryResult> PinAsync(string digest, CancellationToken cancellationToken);

    /// <summary>Makes an approved version the current one.</summary>
    [Alias("MakeCurrent")]
    Task<RegistryResult> MakeCurrentAsync(string digest, CancellationToken cancellationToken);

    /// <summary>Makes the version current that was current before. Refused where there is none that is approved.</summary>
    /// <param name="from">The version that is taken back; where another is current, nothing changes. Null: whichever is current.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    [Alias("RollBack")]
    Task<RegistryResult> RollBackAsync(string? from, CancellationToken cancellationToken);

    /// <summary>Adds to what is known of a version's way into service: shadow, canary, promoted, rolled back.</summary>
    [Alias("NoteRollout")]
    Task<RegistryResult> NoteRolloutAsync(string digest, RolloutNote note, CancellationToken cancellationToken);

    /// <summary>Takes a version out. Refused where it is frozen, current, or a way back.</summary>
    [Alias("Drop")]
    Task<RegistryResult> DropAsync(string digest, CancellationToken cancellationToken);

    /// <summary>Everything that is kept under the name; empty where nothing is.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<RegistrySnapshot> GetAsync(CancellationToken cancellationToken);

    /// <summary>The chain that led to a version, data first; null where there is no such version.</summary>
    [AlwaysInterleave, Alias("GetLineage")]
    Task<Lineage?> GetLineageAsync(string digest, CancellationToken cancellationToken);
}
