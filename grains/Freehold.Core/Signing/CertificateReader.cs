using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Freehold.Core.Signing;

/// <summary>Certificates from text and bytes.</summary>
internal static class CertificateReader
{
    public static X509Certificate2[] ReadPem(string pem, string where)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(pem);
            return certificates.Count > 0
                ? [.. certificates]
                : throw new ModelSignatureException(SignatureFault.BadKey, $"{where}: there is no certificate in PEM.");
        }
        catch (CryptographicException e)
        {
            throw new ModelSignatureException(SignatureFault.BadKey, $"{where}: a certificate cannot be read.", e);
        }
    }

    public static X509Certificate2 ReadDer(byte[] der, string where)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(der);
        }
        catch (CryptographicException e)
        {
            throw new ModelSignatureException(SignatureFault.BadBundle, $"{where} is no certificate in DER.", e);
        }
    }

    public static void Dispose(IEnumerable<X509Certificate2> certificates)
    {
        foreach (var certificate in certificates)
            certificate.Dispose();
    }
}
