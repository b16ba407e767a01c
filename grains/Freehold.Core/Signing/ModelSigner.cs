using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Freehold.Core.Signing;

/// <summary>Signs models. Holds the private key until it is disposed of.</summary>
/// <remarks>Signing the same twice gives two signatures: ECDSA draws a number for each.</remarks>
public sealed class ModelSigner : IDisposable
{
    private readonly ECDsa _key;
    private readonly HashAlgorithmName _hash;
    private readonly byte[][] _certificates;

    private ModelSigner(ECDsa key, byte[][] certificates)
    {
        (_key, _certificates) = (key, certificates);
        _hash = SigningKey.HashOf(key, "The private key");
    }

    /// <summary>A signer by a private key in PEM; verifiers need its public key.</summary>
    /// <exception cref="ModelSignatureException">The key cannot be used; the message says why.</exception>
    public static ModelSigner ByKey(string privateKeyPem) => new(SigningKey.ReadPrivate(privateKeyPem, "The private key"), []);

    /// <summary>A signer by a private key and its certificates in PEM, the signer's own first; verifiers need the root alone.</summary>
    /// <exception cref="ModelSignatureException">The key cannot be used, or does not belong to the first certificate.</exception>
    public static ModelSigner ByCertificate(string privateKeyPem, string certificatesPem)
    {
        var certificates = CertificateReader.ReadPem(certificatesPem, "The signer's certificates");
        try
        {
            var key = SigningKey.ReadPrivate(privateKeyPem, "The private key");
            using var certified = certificates[0].GetECDsaPublicKey();
            if (certified is null || SigningKey.HintOf(certified) != SigningKey.HintOf(key))
            {
                key.Dispose();
                throw new ModelSignatureException(
                    SignatureFault.BadKey, "The first certificate is not of the private key; give the signer's own certificate first, "
                        + "then those above it.");
            }

            return new ModelSigner(key, [.. certificates.Select(certificate => certificate.RawData)]);
        }
        finally
        {
            CertificateReader.Dispose(certificates);
        }
    }

    /// <summary>Signs a manifest.</summary>
    public SignatureBundle Sign(ModelManifest manifest)
    {
        var payload = ModelStatement.Write(manifest);
        return new SignatureBundle
        {
            PayloadType = ModelStatement.PayloadType,
            Payload = payload,
            Signature = _key.SignData(
                PreAuthenticationEncoding.Encode(ModelStatement.PayloadType, payload), _hash, DSASignatureFormat.Rfc3279DerSequence),
            KeyHint = _certificates.Length == 0 ? SigningKey.HintOf(_key) : null,
            Certificates = _certificates,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
