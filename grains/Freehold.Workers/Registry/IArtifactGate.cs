namespace Freehold.Workers.Registry;

/// <summary>Stands before everything that a worker loads: what policy says must be signed or approved is loaded only where it is.</summary>
/// <remarks>
/// With no such policy it lets everything through and asks nobody. Where a policy is set and the check cannot be made, the answer is a
/// refusal. Safe for use by many callers.
/// </remarks>
public interface IArtifactGate
{
    /// <summary>Why something in the artifact store may not be loaded, in one line without secrets; null where it may.</summary>
    /// <param name="name">Its name in the registry, as <see cref="Freehold.Contracts.Registry.ArtifactName"/> writes it:
    /// <c>tenant/workload</c> for a student.</param>
    /// <param name="digest">SHA-256 of the bytes that would be loaded, lower-case hex; the caller has computed it from them.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    ValueTask<string?> CheckAsync(string name, string digest, CancellationToken cancellationToken);
}
