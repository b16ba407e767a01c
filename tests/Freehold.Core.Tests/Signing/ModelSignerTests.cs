using System.Security.Cryptography.X509Certificates;
using System.Text;
using Freehold.Core.Signing;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Core.Tests.Signing;

public class ModelSignerTests
{
    private static readonly ModelManifest Manifest = ModelManifest.Create(
        "m", [new("b/c.bin", Digest('1')), new("a.txt", Digest('2'))], ["model.sig", .. ModelManifest.GitPaths]);

    [Theory]
    [InlineData("nistP256")]
    [InlineData("nistP384")]
    [InlineData("nistP521")]
    public void What_was_signed_by_a_key_comes_back_from_its_bundle(string curve)
    {
        var (secret, open) = SigningKeys.Make(curve);
        using var signer = ModelSigner.ByKey(secret);
        using var trusted = new TrustedSigners().AddKey(SigningKeys.Make().Public, "another").AddKey(open, "test");

        var read = ModelVerifier.Verify(SignatureBundle.Parse(signer.Sign(Manifest).Write()), trusted);

        Assert.Equal(Manifest.Resources, read.Resources);
        Assert.Equal(Manifest.IgnoredPaths, read.IgnoredPaths);
        Assert.Equal(Manifest.RootSha256, read.RootSha256);
        Assert.Equal("m", read.Name);
    }

    [Theory]
    [InlineData(X509KeyUsageFlags.DigitalSignature, false)]
    [InlineData(X509KeyUsageFlags.None, true)]
    public void What_was_signed_by_a_certificate_verifies_under_its_root_though_it_has_run_out(X509KeyUsageFlags usage, bool codeSigning)
    {
        var (root, key, certificate) = SigningKeys.MakeChain(usage, codeSigning, days: 1);
        using var signer = ModelSigner.ByCertificate(key, certificate);
        using var trusted = new TrustedSigners().AddAuthorities(root, "test");

        var read = ModelVerifier.Verify(SignatureBundle.Parse(signer.Sign(Manifest).Write()), trusted);

        Assert.Equal(Manifest.RootSha256, read.RootSha256);
    }

    [Fact]
    public void A_certificate_under_another_root_is_not_trusted()
    {
        var (_, key, certificate) = SigningKeys.MakeChain();
        using var signer = ModelSigner.ByCertificate(key, certificate);
        using var trusted = new TrustedSigners().AddAuthorities(SigningKeys.MakeChain().Root, "test");

        Refused(SignatureFault.NotTrusted, () => ModelVerifier.Verify(signer.Sign(Manifest), trusted));
    }

    [Theory]
    [InlineData(X509KeyUsageFlags.NonRepudiation)]
    [InlineData(X509KeyUsageFlags.None)]
    public void A_certificate_that_is_not_for_signing_is_refused(X509KeyUsageFlags usage)
    {
        var (root, key, certificate) = SigningKeys.MakeChain(usage);
        using var signer = ModelSigner.ByCertificate(key, certificate);
        using var trusted = new TrustedSigners().AddAuthorities(root, "test");

        Refused(SignatureFault.NotTrusted, () => ModelVerifier.Verify(signer.Sign(Manifest), trusted));
    }

    [Fact]
    public void A_key_that_is_not_the_certificates_cannot_sign_with_it()
    {
        var (_, _, certificate) = SigningKeys.MakeChain();

        Refused(SignatureFault.BadKey, () => ModelSigner.ByCertificate(SigningKeys.Make().Private, certificate));
    }

    [Fact]
    public void A_public_key_cannot_sign() => Refused(SignatureFault.BadKey, () => ModelSigner.ByKey(SigningKeys.Make().Public));

    [Theory]
    [InlineData("")]
    [InlineData("no key")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----")]
    [InlineData("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----")]
    public void What_is_no_key_is_refused(string pem) => Refused(SignatureFault.BadKey, () => ModelSigner.ByKey(pem));

    [Fact]
    public void Type_and_payload_are_signed_together_as_DSSE_has_it()
    {
        // The example of the protocol's text.
        var encoded = PreAuthenticationEncoding.Encode("http://example.com/HelloWorld", "hello world"u8);

        Assert.Equal("DSSEv1 29 http://example.com/HelloWorld 11 hello world", Encoding.UTF8.GetString(encoded));
    }

    [Fact]
    public void Every_list_of_names_comes_back()
    {
        var name = Gen.Elements("a", "b.bin", "a/b", "a.b", "ü/ö", "\U0001F600", "\uE000", "x y", "-", "a/b/c", "\"q\"", "deep/er").ListOf(
            6);
        Prop.ForAll(name.ToArbitrary(), names =>
        {
            var manifest = ModelManifest.Create("n", names.Distinct().Select((n, i) =>
                new ModelResource(n, Digest((char)('a' + i)))).DefaultIfEmpty(new("z", Digest('0'))), []);

            return ModelStatement.Parse(ModelStatement.Write(manifest)).Resources.SequenceEqual(manifest.Resources);
        }).QuickCheckThrowOnFailure();
    }

    private static string Digest(char c) => new(c, Sha256Hex.Length);

    private static void Refused(SignatureFault fault, Action action) =>
        Assert.Equal(fault, Assert.Throws<ModelSignatureException>(action).Fault);
}
