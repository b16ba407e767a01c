using Freehold.Contracts.Registry;
using Freehold.Core.Signing;
using Freehold.Storage.Artifacts;

namespace Freehold.Grains.Registry;

/// <summary>Signs what this installation has trained, where it has a key for that.</summary>
public sealed class StudentSigner(SigningKeys keys, IArtifactStore artifacts)
{
    /// <summary>
    /// Signs an artifact, and keeps the bundle as an artifact of its own. Repeated, it gives another bundle of the same worth; the registry
    /// keeps the first that it is told.
    /// </summary>
    /// <param name="name">Under which name the artifact is registered.</param>
    /// <param name="digest">SHA-256 of its bytes, lower-case hex.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The bundle's digest, for <see cref="RegisteredVersion.Signature"/>; null where there is no key.</returns>
    public async Task<string?> SignAsync(ArtifactName name, string digest, CancellationToken cancellationToken)
    {
        if (!keys.CanSign)
        {
            return null;
        }

        var manifest = ModelManifest.Create(name.Name, [new ModelResource(ResourceName.SingleFile, digest)], []);
        using var bundle = new MemoryStream(keys.Sign(manifest), writable: false);
        return await artifacts.PutAsync(bundle, cancellationToken);
    }
}
