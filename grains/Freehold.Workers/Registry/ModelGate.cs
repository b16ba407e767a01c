using Freehold.Contracts.Registry;
using Freehold.Contracts.Tenancy;
using Freehold.Core.Signing;
using Freehold.Grains.Registry;
using Freehold.Inference.Formats;
using Freehold.Inference.Signing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Freehold.Workers.Registry;

/// <summary>
/// Stands before every model that a worker loads from files: which version of it, whether it is signed, whether it is approved.
/// </summary>
/// <remarks>
/// Where nothing is required and the registry knows nothing of a name, its configured files are loaded. A version that the registry names
/// as current is loaded from its place below <see cref="RegistryOptions.ModelsFolder"/>. An import in quarantine is never loaded before its
/// approvals, whatever else is required. Where something is required and cannot be checked, the answer is no.
/// </remarks>
public sealed partial class ModelGate(
    IGrainFactory grains, SigningKeys keys, IOptions<RegistryOptions> registry, IOptions<SigningOptions> signing, ILogger<ModelGate> logger)
{
    private const string NotAsked = "whether it is approved could not be asked; it is asked again";

    private readonly RegistryOptions _registry = registry.Value;

    /// <summary>What the registry knows of a model's versions; null where it cannot be asked.</summary>
    public Task<RegistrySnapshot?> KnownAsync(string model, CancellationToken cancellationToken) =>
        AskAsync(ArtifactName.OfModel(model), cancellationToken);

    /// <summary>Decides about a model. Its files are hashed where the answer hangs on them.</summary>
    /// <param name="name">The name that clients use.</param>
    /// <param name="model">Its configuration.</param>
    /// <param name="known">What the registry knows of it; null where it could not be asked.</param>
    /// <param name="cancellationToken">Ends the hashing.</param>
    public async Task<ModelAdmission> AdmitAsync(string name, ModelOptions model, RegistrySnapshot? known,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        var revision = known?.Revision ?? -1;
        var path = model.Path;
        try
        {
            (path, var expected) = PlaceOf(model, known);
            return new ModelAdmission(path, await CheckAsync(path, expected, model, known, cancellationToken), null, revision);
        }
        catch (ModelSignatureException e)
        {
            LogRefused(name, path, e.Message);
            return new ModelAdmission(path, null, e.Message, revision);
        }
        catch (Exception e) when (e is ModelFormatException or IOException or UnauthorizedAccessException)
        {
            LogRefused(name, path, e.Message);
            return new ModelAdmission(path, null, "its file could not be loaded; the server's log says why", revision);
        }
    }

    /// <summary>Requires the signature of an adapter's folder, where signatures are required.</summary>
    /// <exception cref="ModelSignatureException">It is not signed by a trusted signer as it is.</exception>
    public async Task RequireSignedAsync(string folder, CancellationToken cancellationToken)
    {
        if (signing.Value.RequireSignatures)
        {
            await ModelSignature.VerifyAsync(folder, keys, cancellationToken);
        }
    }

    /// <summary>Requires the approval of what a tenant has under a name, where approvals are required.</summary>
    /// <exception cref="ModelSignatureException">It is not approved, or that cannot be asked.</exception>
    public async Task RequireApprovedAsync(ArtifactName name, string digest, CancellationToken cancellationToken)
    {
        if (_registry.RequireApproval
            && (await AskAsync(name, cancellationToken) is not { } known ? NotAsked : VersionCheck.RefusalOf(known, digest, _registry)) is { } refusal)
        {
            throw Refused(refusal);
        }
    }

    /// <summary>True where a version that runs may go on.</summary>
    public bool MayStay(RegistrySnapshot known, string digest) => VersionCheck.RefusalOf(known, digest, _registry) is null;

    /// <summary>The digest that the loaded weights must have; null where nothing hangs on it.</summary>
    private async Task<string?> CheckAsync(
        string path, string? expected, ModelOptions model, RegistrySnapshot? known, CancellationToken cancellationToken)
    {
        if (known is null && _registry.RequireApproval)
        {
            throw Refused(NotAsked);
        }

        ModelManifest? manifest = null;
        if (signing.Value.RequireSignatures)
        {
            manifest = await ModelSignature.VerifyAsync(path, keys, cancellationToken);
            foreach (var other in new[] { model.Draft, model.Tokenizer }.OfType<string>())
            {
                await ModelSignature.VerifyAsync(other, keys, cancellationToken);
            }
        }

        if (manifest is null && expected is null && (known is null || !VersionCheck.NeedsDigest(known, _registry)))
        {
            return null;
        }

        var digest = await ModelFiles.WeightsDigestAsync(path, cancellationToken);
        return expected is not null && digest != expected
            ? throw Refused("the files at its place are not of the version that the registry names")
            : manifest?.HasWeights(digest) == false ? throw Refused("its weights are not those that were signed")
            : known is not null && VersionCheck.RefusalOf(known, digest, _registry) is { } refusal ? throw Refused(refusal)
            : digest;
    }

    /// <summary>
    /// Where the current version's files lie, with its digest; where the registry names none, what the configuration says.
    /// </summary>
    private (string Path, string? Digest) PlaceOf(ModelOptions model, RegistrySnapshot? known)
    {
        if (_registry.ModelsFolder is not { } folder
            || known?.Current is not { } current
            || known.Find(current) is not { Location: { } location } version)
        {
            return (model.Path, null);
        }

        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var place = Path.GetFullPath(location, root);
        return place.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? (place, version.Digest)
            : throw Refused($"the registry places it outside of {RegistryOptions.Section}:{nameof(RegistryOptions.ModelsFolder)}");
    }

    private async Task<RegistrySnapshot?> AskAsync(ArtifactName name, CancellationToken cancellationToken)
    {
        try
        {
            TenantScope.EnterSystem(); // Holds in this method and what it calls; the caller's flow keeps its own.
            return await grains.GetGrain<IRegistryGrain>(name.ToString()).GetAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogNotAsked(name, e.Message);
            return null;
        }
    }

    private static ModelSignatureException Refused(string why) => new(SignatureFault.NotTrusted, why);

    [LoggerMessage(4011, LogLevel.Error, "Model '{Model}' is not loaded from '{Path}': {Reason}")]
    private partial void LogRefused(string model, string path, string reason);

    [LoggerMessage(4012, LogLevel.Warning, "The registry could not be asked about '{Name}': {Reason}")]
    private partial void LogNotAsked(ArtifactName name, string reason);
}
