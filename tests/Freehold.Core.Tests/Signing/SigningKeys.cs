using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Freehold.Core.Tests.Signing;

/// <summary>Keys and chains of one test.</summary>
internal static class SigningKeys
{
    private static readonly DateTimeOffset From = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A private key in PEM, and its public half.</summary>
    public static (string Private, string Public) Make(string curve = "nistP256")
    {
        using var key = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        return (key.ExportECPrivateKeyPem(), key.ExportSubjectPublicKeyInfoPem());
    }

    /// <summary>A root, and a signer's certificate under it.</summary>
    public static (string Root, string SignerKey, string Signer) MakeChain(
        X509KeyUsageFlags usage = X509KeyUsageFlags.DigitalSignature, bool codeSigning = false, int days = 30)
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootRequest = new CertificateRequest("CN=Root of a test", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        rootRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using var root = rootRequest.CreateSelfSigned(From.AddDays(-1), From.AddYears(10));

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Signer of a test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        if (usage != X509KeyUsageFlags.None)
            request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, true));
        if (codeSigning)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.3")], false));
        using var signer = request.Create(root, From, From.AddDays(days), [1, 2, 3, 4]);
        return (root.ExportCertificatePem(), key.ExportECPrivateKeyPem(), signer.ExportCertificatePem());
    }
}
