namespace Freehold.Grains.Registry;

/// <summary>Whose signatures count, and what signs our own: <c>Freehold:Signing</c>.</summary>
public sealed class SigningOptions
{
    /// <summary>Where they are in the configuration.</summary>
    public const string Section = "Freehold:Signing";

    /// <summary>True where workers load nothing without a signature of a trusted signer.</summary>
    /// <value>Default false.</value>
    public bool RequireSignatures { get; set; }

    /// <summary>Files with public keys in PEM.</summary>
    public IList<string> TrustedKeys { get; init; } = [];

    /// <summary>Files with certificates of authorities in PEM, their roots among them.</summary>
    public IList<string> TrustedCertificates { get; init; } = [];

    /// <summary>File with the private key in PEM by which this installation signs its own students; they are then trusted too.</summary>
    /// <value>Default: none, and students are not signed.</value>
    public string? PrivateKey { get; set; }

    /// <summary>File with the certificates of <see cref="PrivateKey"/> in PEM, its own first; none: the bare key signs.</summary>
    public string? Certificates { get; set; }
}
