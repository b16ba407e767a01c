using System.Security.Cryptography;
using System.Text;

namespace Freehold.Core.Signing;

/// <summary>ECDSA keys on the curves that the specification takes, each with the hash that goes with it.</summary>
public static class SigningKey
{
    private const string P256 = "1.2.840.10045.3.1.7";
    private const string P384 = "1.3.132.0.34";
    private const string P521 = "1.3.132.0.35";

    /// <summary>Reads a private key in PEM, unencrypted.</summary>
    /// <exception cref="ModelSignatureException">It is no such key.</exception>
    public static ECDsa ReadPrivate(string pem, string where)
    {
        var key = Read(pem, where);
        try
        {
            key.ExportECPrivateKey().AsSpan().Clear();
            return key;
        }
        catch (CryptographicException e)
        {
            key.Dispose();
            throw new ModelSignatureException(SignatureFault.BadKey, $"{where} holds no private key; give the signer's own, in PEM.", e);
        }
    }

    /// <summary>Reads a public key in PEM.</summary>
    /// <exception cref="ModelSignatureException">It is no such key.</exception>
    public static ECDsa ReadPublic(string pem, string where) => Read(pem, where);

    /// <summary>The hash that goes with a key's curve: SHA-256 with P-256, SHA-384 with P-384, SHA-512 with P-521.</summary>
    /// <exception cref="ModelSignatureException">The curve is another.</exception>
    public static HashAlgorithmName HashOf(ECDsa key, string where)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.ExportParameters(includePrivateParameters: false).Curve is { IsNamed: true } curve
            ? HashOf(curve.Oid, where)
            : throw WrongCurve(where, "one of its own parameters");
    }

    /// <summary>SHA-256 of the key's PEM with a line feed behind it, lower-case hex: how a bundle names the key that made it.</summary>
    public static string HintOf(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem() + "\n")));
    }

    private static ECDsa Read(string pem, string where)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            HashOf(key, where);
            return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException or PlatformNotSupportedException)
        {
            key.Dispose();
            throw new ModelSignatureException(
                SignatureFault.BadKey, $"{where} holds no unencrypted elliptic-curve key in PEM; make one with 'openssl ecparam -name "
                    + "prime256v1 -genkey'.", e);
        }
        catch (ModelSignatureException)
        {
            key.Dispose();
            throw;
        }
    }

    private static HashAlgorithmName HashOf(Oid curve, string where) => curve.Value switch
    {
        P256 => HashAlgorithmName.SHA256,
        P384 => HashAlgorithmName.SHA384,
        P521 => HashAlgorithmName.SHA512,
        _ => curve.FriendlyName switch
        {
            "nistP256" => HashAlgorithmName.SHA256,
            "nistP384" => HashAlgorithmName.SHA384,
            "nistP521" => HashAlgorithmName.SHA512,
            _ => throw WrongCurve(where, curve.FriendlyName ?? curve.Value ?? "unknown"),
        },
    };

    private static ModelSignatureException WrongCurve(string where, string curve) =>
        new(SignatureFault.BadKey, $"{where} is a key on the curve {Printable.Of(curve)}; P-256, P-384 and P-521 are taken.");
}
