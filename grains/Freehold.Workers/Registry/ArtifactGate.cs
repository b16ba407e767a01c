using Freehold.Contracts.Registry;
using Freehold.Contracts.Tenancy;
using Freehold.Core.Signing;
using Freehold.Grains.Registry;
using Freehold.Storage.Artifacts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Freehold.Workers.Registry;

/// <inheritdoc cref="IArtifactGate"/>
internal sealed partial class ArtifactGate(
    IGrainFactory grains,
    IArtifactStore artifacts,
    SigningKeys keys,
    IOptions<RegistryOptions> registry,
    IOptions<SigningOptions> signing,
    ILogger<ArtifactGate> logger)
    : IArtifactGate
{
    private const string NotChecked = "whether it may be loaded could not be checked; the server's log says why";

    /// <inheritdoc/>
    public ValueTask<string?> CheckAsync(string name, string digest, CancellationToken cancellationToken) =>
        registry.Value.RequireApproval || signing.Value.RequireSignatures
            ? new ValueTask<string?>(LookAsync(name, digest, cancellationToken))
            : new ValueTask<string?>((string?)null);

    private async Task<string?> LookAsync(string name, string digest, CancellationToken cancellationToken)
    {
        if (!ArtifactName.TryParse(name, out var artifact))
        {
            return "its name is none that the registry could know";
        }

        try
        {
            TenantScope.EnterSystem(); // Holds in this method and what it calls; the caller's flow keeps its own.
            var known = await grains.GetGrain<IRegistryGrain>(artifact.ToString()).GetAsync(cancellationToken);
            if (VersionCheck.RefusalOf(known, digest, registry.Value) is { } refusal)
            {
                return refusal;
            }

            return signing.Value.RequireSignatures ? await CheckSignatureAsync(known.Find(digest), digest, cancellationToken) : null;
        }
        catch (ModelSignatureException e)
        {
            return e.Message;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogNotChecked(e, artifact);
            return NotChecked;
        }
    }

    private async Task<string?> CheckSignatureAsync(RegisteredVersion? version, string digest, CancellationToken cancellationToken)
    {
        if (version?.Signature is not { } signature)
        {
            return "it is not signed, and this installation loads nothing unsigned";
        }

        await using var stream = await artifacts.OpenAsync(signature, cancellationToken);
        if (stream is null)
        {
            return "its signature is not in the artifact store";
        }

        var manifest = keys.Verify(await BoundedAsync(stream, cancellationToken));
        return manifest.Resources is [var only] && only.Sha256 == digest ? null : "its signature is of something else";
    }

    private static async Task<byte[]> BoundedAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[64 << 10];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > SigningBounds.MaxBundleBytes)
            {
                break; // The parser refuses it by its length.
            }
        }

        return bytes.ToArray();
    }

    [LoggerMessage(4010, LogLevel.Error, "Whether '{Name}' may be loaded could not be checked, and it is not loaded.")]
    private partial void LogNotChecked(Exception exception, ArtifactName name);
}
