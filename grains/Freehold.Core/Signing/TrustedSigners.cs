using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Freehold.Core.Signing;

/// <summary>Whose signatures count: public keys, and certificates that vouch for signers' certificates.</summary>
public sealed class TrustedSigners : IDisposable
{
    private readonly List<ECDsa> _keys = [];
    private readonly List<X509Certificate2> _authorities = [];

    /// <summary>The keys.</summary>
    internal IReadOnlyList<ECDsa> Keys => _keys;

    /// <summary>Roots, and certificates between roots and signers.</summary>
    internal IReadOnlyList<X509Certificate2> Authorities => _authorities;

    /// <summary>True where nobody is trusted.</summary>
    public bool IsEmpty => _keys.Count == 0 && _authorities.Count == 0;

    /// <summary>Trusts a public key in PEM.</summary>
    /// <param name="pem">The key.</param>
    /// <param name="where">Where it came from, for the message.</param>
    /// <exception cref="ModelSignatureException">It is no such key.</exception>
    public TrustedSigners AddKey(string pem, string where)
    {
        _keys.Add(SigningKey.ReadPublic(pem, where));
        return this;
    }

    /// <summary>Trusts certificate authorities: certificates in PEM, at least one of them a root.</summary>
    /// <param name="pem">The certificates.</param>
    /// <param name="where">Where they came from, for the message.</param>
    /// <exception cref="ModelSignatureException">There is none, or one cannot be read.</exception>
    public TrustedSigners AddAuthorities(string pem, string where)
    {
        _authorities.AddRange(CertificateReader.ReadPem(pem, where));
        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _keys.ForEach(key => key.Dispose());
        _authorities.ForEach(certificate => certificate.Dispose());
    }
}
