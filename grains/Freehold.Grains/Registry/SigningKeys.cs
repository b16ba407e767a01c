using Freehold.Core.Signing;
using Microsoft.Extensions.Options;

namespace Freehold.Grains.Registry;

/// <summary>
/// The keys and certificates of the configuration, read once. Safe for use by many callers: one at a time computes with them.
/// </summary>
public sealed class SigningKeys : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TrustedSigners _trusted = new();
    private readonly ModelSigner? _signer;

    /// <summary>Reads the files that the options name.</summary>
    /// <exception cref="OptionsValidationException">One cannot be read or holds something else, or nobody is trusted where signatures are
    /// required.</exception>
    public SigningKeys(IOptions<SigningOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var given = options.Value;
        try
        {
            foreach (var path in given.TrustedKeys)
            {
                _trusted.AddKey(Read(path), path);
            }

            foreach (var path in given.TrustedCertificates)
            {
                _trusted.AddAuthorities(Read(path), path);
            }

            _signer = ReadSigner(given);
        }
        catch (Exception e) when (e is ModelSignatureException or IOException or UnauthorizedAccessException)
        {
            throw Invalid($"A key of {SigningOptions.Section} cannot be used: {e.Message}");
        }

        if (given.RequireSignatures && _trusted.IsEmpty)
        {
            throw Invalid(
                $"{SigningOptions.Section}:{nameof(given.RequireSignatures)} is true and nobody is trusted: no model could be loaded. "
                    + "Name public keys in "
                + $"{nameof(given.TrustedKeys)}, or certificates in {nameof(given.TrustedCertificates)}.");
        }
    }

    /// <summary>True where this installation can sign.</summary>
    public bool CanSign => _signer is not null;

    /// <summary>What a trusted signer has signed.</summary>
    /// <exception cref="ModelSignatureException">No trusted signer has.</exception>
    public ModelManifest Verify(ReadOnlyMemory<byte> bundle)
    {
        var parsed = SignatureBundle.Parse(bundle);
        lock (_gate)
        {
            return ModelVerifier.Verify(parsed, _trusted);
        }
    }

    /// <summary>A bundle over a manifest, in bytes.</summary>
    /// <exception cref="InvalidOperationException">There is no private key; ask <see cref="CanSign"/> first.</exception>
    public byte[] Sign(ModelManifest manifest)
    {
        var signer = _signer ?? throw new InvalidOperationException(
            $"{SigningOptions.Section}:{nameof(SigningOptions.PrivateKey)} is not set.");
        lock (_gate)
        {
            return signer.Sign(manifest).Write();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _signer?.Dispose();
        _trusted.Dispose();
    }

    private ModelSigner? ReadSigner(SigningOptions given)
    {
        if (given.PrivateKey is not { } path)
        {
            return null;
        }

        var pem = Read(path);
        if (given.Certificates is { } certificates)
        {
            return ModelSigner.ByCertificate(pem, Read(certificates)); // Trusted by its authority, which may be taken out.
        }

        using var key = SigningKey.ReadPrivate(pem, path);
        _trusted.AddKey(key.ExportSubjectPublicKeyInfoPem(), path);
        return ModelSigner.ByKey(pem);
    }

    private static string Read(string path)
    {
        var length = new FileInfo(path).Length;
        return length <= SigningBounds.MaxKeyFileBytes
            ? File.ReadAllText(path)
            : throw new ModelSignatureException(SignatureFault.TooLarge, $"{path} has {length} bytes, more than any file of keys.");
    }

    private static OptionsValidationException Invalid(string fault) => new(SigningOptions.Section, typeof(SigningOptions), [fault]);
}
