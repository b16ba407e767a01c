using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Freehold.Core.Signing;

/// <summary>
/// Follows a signer's certificate to a trusted root. Nothing is fetched, and no revocation is asked for: the machine may be cut off.
/// </summary>
internal static class CertificateTrust
{
    private const string CodeSigning = "1.3.6.1.5.5.7.3.3";

    /// <summary>The public key of a bundle's signer, once its certificate is found to be trusted and to be for signing.</summary>
    /// <remarks>
    /// The chain is judged as of the day from which the signer's certificate is valid, as the reference implementation does: a bundle tells
    /// no time that could be believed, and a model stays signed when its signer's certificate has run out. Whoever must end the trust in
    /// one takes its authority out.
    /// </remarks>
    public static ECDsa SignerOf(SignatureBundle bundle, TrustedSigners trusted)
    {
        var certificates = new List<X509Certificate2>();
        try
        {
            for (var i = 0; i < bundle.Certificates.Count; i++)
                certificates.Add(CertificateReader.ReadDer(bundle.Certificates[i], $"Certificate {i} of the signature"));
            Follow(certificates, trusted.Authorities);
            CheckUse(certificates[0]);
            return certificates[0].GetECDsaPublicKey()
                ?? throw new ModelSignatureException(SignatureFault.BadKey, "The signer's certificate is not of an elliptic-curve key.");
        }
        catch (CryptographicException e)
        {
            throw new ModelSignatureException(SignatureFault.BadKey,
                $"A certificate of the signature cannot be used: {Printable.Of(e.Message)}", e);
        }
        finally
        {
            CertificateReader.Dispose(certificates);
        }
    }

    private static void Follow(List<X509Certificate2> certificates, IReadOnlyList<X509Certificate2> authorities)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        chain.ChainPolicy.VerificationTime = certificates[0].NotBefore;
        foreach (var authority in authorities)
            (IsRoot(authority) ? chain.ChainPolicy.CustomTrustStore : chain.ChainPolicy.ExtraStore).Add(authority);
        foreach (var given in certificates.Skip(1))
            chain.ChainPolicy.ExtraStore.Add(given);
        var isTrusted = chain.Build(certificates[0]);
        var faults = string.Join(", ", chain.ChainStatus.Select(status => status.Status).Distinct());
        foreach (var element in chain.ChainElements)
            element.Certificate.Dispose();
        if (!isTrusted)
        {
            throw new ModelSignatureException(
                SignatureFault.NotTrusted, $"The signer's certificate does not lead to a trusted root ({faults}); give the root of its "
                    + "authority.");
        }
    }

    private static bool IsRoot(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    /// <summary>As the reference has it: the key usage allows signatures, or the extended one allows code signing.</summary>
    private static void CheckUse(X509Certificate2 certificate)
    {
        var signs = certificate.Extensions.OfType<X509KeyUsageExtension>()
            .Any(usage => usage.KeyUsages.HasFlag(X509KeyUsageFlags.DigitalSignature));
        var signsCode = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()
            .Any(usage => usage.EnhancedKeyUsages.Cast<Oid>().Any(oid => oid.Value == CodeSigning));
        if (!signs && !signsCode)
        {
            throw new ModelSignatureException(
                SignatureFault.NotTrusted, "The signer's certificate is not for signing: it needs the key usage digitalSignature, or "
                    + "codeSigning.");
        }
    }
}
