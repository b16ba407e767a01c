using System.Security.Cryptography;

namespace Freehold.Core.Signing;

/// <summary>Verifies that a trusted signer signed a bundle, and says what was signed.</summary>
public static class ModelVerifier
{
    /// <summary>What was signed. Nothing of the payload is parsed before its signature holds.</summary>
    /// <exception cref="ModelSignatureException">No trusted signer signed it, or it is no statement of a model; the message says
    /// why.</exception>
    public static ModelManifest Verify(SignatureBundle bundle, TrustedSigners trusted)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(trusted);
        if (bundle.PayloadType != ModelStatement.PayloadType)
        {
            throw new ModelSignatureException(
                SignatureFault.BadBundle, $"The signature is of '{Printable.Of(bundle.PayloadType)}' and must be of "
                    + $"'{ModelStatement.PayloadType}'.");
        }

        if (bundle.Certificates.Count > 0)
        {
            using var signer = CertificateTrust.SignerOf(bundle, trusted);
            Require(IsSignedBy(bundle, signer, "The signer's certificate"));
        }
        else
        {
            VerifyByKey(bundle, trusted);
        }

        return ModelStatement.Parse(bundle.Payload);
    }

    /// <summary>
    /// The hint only chooses among trusted keys, so that of many one is tried; an old bundle without it is tried with each.
    /// </summary>
    private static void VerifyByKey(SignatureBundle bundle, TrustedSigners trusted)
    {
        ECDsa[] keys = [.. trusted.Keys.Where(key => bundle.KeyHint is not { } hint || SigningKey.HintOf(key) == hint)];
        if (keys.Length == 0)
        {
            throw new ModelSignatureException(
                SignatureFault.NotTrusted,
                trusted.Keys.Count == 0
                    ? "The signature was made by a bare key, and no public key is trusted; give the signer's."
                    : $"The signature was made by a key that is not trusted (SHA-256 {Printable.Of(bundle.KeyHint)}); give the signer's "
                        + "public key.");
        }

        Require(keys.Any(key => IsSignedBy(bundle, key, "A trusted key")));
    }

    private static bool IsSignedBy(SignatureBundle bundle, ECDsa key, string where)
    {
        try
        {
            return key.VerifyData(
                PreAuthenticationEncoding.Encode(bundle.PayloadType, bundle.Payload),
                bundle.Signature,
                SigningKey.HashOf(key, where),
                DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            return false; // What is no DER is no signature.
        }
    }

    private static void Require(bool holds)
    {
        if (!holds)
            throw new ModelSignatureException(SignatureFault.BadSignature,
                "The signature does not fit what it is said to sign: one of the two was changed.");
    }
}
