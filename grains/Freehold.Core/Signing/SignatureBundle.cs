using System.Text.Json;

namespace Freehold.Core.Signing;

/// <summary>
/// A Sigstore bundle (v0.3) with a DSSE envelope. What it says of its signer is a hint at most: nothing in here is trusted before
/// <see cref="ModelVerifier"/> has seen it.
/// </summary>
public sealed record SignatureBundle
{
    /// <summary>Media type of the file.</summary>
    public const string MediaType = "application/vnd.dev.sigstore.bundle.v0.3+json";

    /// <summary>Type of the payload.</summary>
    public required string PayloadType { get; init; }

    /// <summary>The signed bytes.</summary>
    public required byte[] Payload { get; init; }

    /// <summary>The one signature, an ECDSA signature in DER.</summary>
    public required byte[] Signature { get; init; }

    /// <summary>
    /// SHA-256 of the PEM of the signer's public key, lower-case hex; null where the bundle has certificates, or an old bundle names none.
    /// </summary>
    public string? KeyHint { get; init; }

    /// <summary>The signer's certificate in DER, then those above it; empty for a bare key.</summary>
    public IReadOnlyList<byte[]> Certificates { get; init; } = [];

    /// <summary>The bundle as UTF-8 JSON.</summary>
    public byte[] Write()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("mediaType", MediaType);
            json.WriteStartObject("verificationMaterial");
            WriteSigner(json);
            json.WriteStartArray("tlogEntries");
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteStartObject("dsseEnvelope");
            json.WriteBase64String("payload", Payload);
            json.WriteString("payloadType", PayloadType);
            json.WriteStartArray("signatures");
            json.WriteStartObject();
            json.WriteBase64String("sig", Signature);
            json.WriteString("keyid", "");
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>Reads a bundle. Nothing is verified here.</summary>
    /// <exception cref="ModelSignatureException">It is another kind of file, has no signature or several, or is too large.</exception>
    public static SignatureBundle Parse(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > SigningBounds.MaxBundleBytes)
            throw new ModelSignatureException(SignatureFault.TooLarge,
                $"The signature has over {SigningBounds.MaxBundleBytes >> 20} MiB, more than is read.");
        using var document = StrictJson.Parse(utf8, SignatureFault.BadBundle, "signature");
        var root = new JsonPlace(document.RootElement, "bundle", SignatureFault.BadBundle);
        root.Get("mediaType").MustBe(MediaType);
        var envelope = root.Get("dsseEnvelope");
        envelope.Get("payloadType").MustBe(ModelStatement.PayloadType);
        var material = root.Get("verificationMaterial");
        var chain = material.Find("x509CertificateChain");
        var key = material.Find("publicKey");
        if ((chain is null) == (key is null))
        {
            throw new ModelSignatureException(
                SignatureFault.BadBundle, "In the signature, bundle.verificationMaterial must have one of publicKey and "
                    + "x509CertificateChain.");
        }

        return new SignatureBundle
        {
            PayloadType = ModelStatement.PayloadType,
            Payload = envelope.Get("payload").Base64(),
            Signature = envelope.Get("signatures").OnlyItem().Get("sig").Base64(),
            KeyHint = key?.Find("hint")?.Text() is { Length: > 0 } hint ? hint : null,
            Certificates = chain is { } certificates ? ReadCertificates(certificates) : [],
        };
    }

    private static byte[][] ReadCertificates(JsonPlace chain)
    {
        byte[][] certificates =
            [.. chain.Get("certificates").Items(SigningBounds.MaxCertificates).Select(certificate => certificate.Get("rawBytes").Base64())];
        return certificates.Length > 0
            ? certificates
            : throw new ModelSignatureException(SignatureFault.BadBundle, $"In the signature, {chain.Path}.certificates is empty.");
    }

    private void WriteSigner(Utf8JsonWriter json)
    {
        if (Certificates.Count == 0)
        {
            json.WriteStartObject("publicKey");
            json.WriteString("hint", KeyHint);
            json.WriteEndObject();
            return;
        }

        json.WriteStartObject("x509CertificateChain");
        json.WriteStartArray("certificates");
        foreach (var certificate in Certificates)
        {
            json.WriteStartObject();
            json.WriteBase64String("rawBytes", certificate);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
