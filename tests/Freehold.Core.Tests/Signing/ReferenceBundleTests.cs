using Freehold.Core.Signing;
using Freehold.Testing.Signing;

namespace Freehold.Core.Tests.Signing;

/// <summary>Bundles of the reference implementation, as it wrote them.</summary>
public class ReferenceBundleTests
{
    private static readonly ModelResource[] Found =
        [.. ReferenceModel.Files.Keys.Select(name => new ModelResource(name, ReferenceModel.Sha256Of(name)))];

    [Theory]
    [InlineData("p256")]
    [InlineData("p384")]
    [InlineData("p521")]
    public void A_bundle_by_a_key_verifies_and_fits_its_files(string curve)
    {
        using var trusted = new TrustedSigners().AddKey(ReferenceModel.Pem(curve + ".pub"), "test");

        var manifest = ModelVerifier.Verify(SignatureBundle.Parse(ReferenceModel.Bundle(curve + ".sig")), trusted);

        Assert.Equal("model", manifest.Name);
        Assert.False(manifest.AllowSymlinks);
        Assert.Equal(ModelManifest.GitPaths, manifest.IgnoredPaths.Order(StringComparer.Ordinal));
        ManifestComparison.RequireSame(manifest, Found);
    }

    [Fact]
    public void A_bundle_by_a_certificate_verifies_under_its_root()
    {
        using var trusted = new TrustedSigners().AddAuthorities(ReferenceModel.Pem("ca.pem"), "test");

        var manifest = ModelVerifier.Verify(SignatureBundle.Parse(ReferenceModel.Bundle("certificate.sig")), trusted);

        ManifestComparison.RequireSame(manifest, Found);
    }

    [Fact]
    public void A_model_of_one_file_is_named_by_a_dot()
    {
        using var trusted = new TrustedSigners().AddKey(ReferenceModel.Pem("p256.pub"), "test");

        var manifest = ModelVerifier.Verify(SignatureBundle.Parse(ReferenceModel.Bundle("single.sig")), trusted);

        Assert.Equal(new ModelResource(ResourceName.SingleFile, ReferenceModel.Sha256Of(ReferenceModel.Weights)),
            Assert.Single(manifest.Resources));
    }

    [Fact]
    public void What_a_bundle_leaves_out_is_part_of_what_is_signed()
    {
        using var trusted = new TrustedSigners().AddKey(ReferenceModel.Pem("p256.pub"), "test");

        var manifest = ModelVerifier.Verify(SignatureBundle.Parse(ReferenceModel.Bundle("ignoring.sig")), trusted);

        Assert.Contains("a", manifest.IgnoredPaths);
        Assert.Contains("model.sig", manifest.IgnoredPaths);
        ManifestComparison.RequireSame(manifest, [.. Found.Where(resource => resource.Name != "a/b")]);
    }

    [Fact]
    public void Our_order_of_files_is_the_references()
    {
        using var trusted = new TrustedSigners().AddKey(ReferenceModel.Pem("p256.pub"), "test");
        var theirs = ModelVerifier.Verify(SignatureBundle.Parse(ReferenceModel.Bundle("p256.sig")), trusted);

        var ours = ModelManifest.Create("model", Found.Reverse(), ModelManifest.GitPaths);

        Assert.Equal(theirs.Resources, ours.Resources);
        Assert.Equal(theirs.RootSha256, ours.RootSha256);
    }

    [Fact]
    public void Another_key_is_not_trusted()
    {
        using var trusted = new TrustedSigners().AddKey(ReferenceModel.Pem("p384.pub"), "test");

        var refusal = Assert.Throws<ModelSignatureException>(() =>
            ModelVerifier.Verify(SignatureBundle.Parse(ReferenceModel.Bundle("p256.sig")), trusted));

        Assert.Equal(SignatureFault.NotTrusted, refusal.Fault);
    }

    [Theory]
    [InlineData("p256.sig", "ca.pem")]
    [InlineData("certificate.sig", null)]
    public void Keys_and_certificates_do_not_stand_in_for_each_other(string bundle, string? authority)
    {
        using var trusted = new TrustedSigners();
        _ = authority is null ? trusted.AddKey(ReferenceModel.Pem("p256.pub"), "test")
            : trusted.AddAuthorities(ReferenceModel.Pem(authority), "test");

        var refusal = Assert.Throws<ModelSignatureException>(() =>
            ModelVerifier.Verify(SignatureBundle.Parse(ReferenceModel.Bundle(bundle)), trusted));

        Assert.Equal(SignatureFault.NotTrusted, refusal.Fault);
    }

    [Fact]
    public void Another_curve_is_refused()
    {
        var refusal = Assert.Throws<ModelSignatureException>(() => new TrustedSigners().AddKey(ReferenceModel.Pem("k1.pub"), "k1.pub"));

        Assert.Equal(SignatureFault.BadKey, refusal.Fault);
        Assert.Contains("k1.pub", refusal.Message, StringComparison.Ordinal);
    }
}
