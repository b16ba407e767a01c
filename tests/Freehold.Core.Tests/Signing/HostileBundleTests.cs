using System.Text;
using System.Text.Json.Nodes;
using Freehold.Core.Signing;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Core.Tests.Signing;

/// <summary>Bundles of somebody who wants them to pass.</summary>
public class HostileBundleTests
{
    private static readonly (string Private, string Public) Key = SigningKeys.Make();

    private static readonly ModelManifest Manifest =
        ModelManifest.Create("m", [new("w.gguf", new string('a', 64)), new("c", new string('b', 64))], []);

    public static TheoryData<string, SignatureFault, Action<JsonObject>> Changes() => new()
    {
        { "another media type", SignatureFault.BadBundle, b => b["mediaType"] = "application/json" },
        { "no media type", SignatureFault.BadBundle, b => b.Remove("mediaType") },
        { "another payload type", SignatureFault.BadBundle, b => b["dsseEnvelope"]!["payloadType"] = "application/vnd.in-toto+xml" },
        { "no signature", SignatureFault.BadBundle, b => b["dsseEnvelope"]!["signatures"] = new JsonArray() },
        { "two signatures", SignatureFault.BadBundle, b => Signatures(b).Add(Signatures(b)[0]!.DeepClone()) },
        { "a signature that is no base64", SignatureFault.BadBundle, b => Signatures(b)[0]!["sig"] = "*" },
        { "a payload that is no base64", SignatureFault.BadBundle, b => b["dsseEnvelope"]!["payload"] = "abc" },
        { "a payload that is a number", SignatureFault.BadBundle, b => b["dsseEnvelope"]!["payload"] = 1 },
        { "no envelope", SignatureFault.BadBundle, b => b.Remove("dsseEnvelope") },
        { "an array for the envelope", SignatureFault.BadBundle, b => b["dsseEnvelope"] = new JsonArray() },
        { "no signer", SignatureFault.BadBundle, b => b["verificationMaterial"] = new JsonObject() },
        { "two kinds of signer", SignatureFault.BadBundle, b => b["verificationMaterial"]!["x509CertificateChain"] = new JsonObject() },
        { "no certificate", SignatureFault.BadBundle, b => b["verificationMaterial"] = Chain() },
        { "a certificate of noise", SignatureFault.BadBundle, b => b["verificationMaterial"] = Chain("AAAA") },
        { "too many certificates", SignatureFault.TooLarge, b => b["verificationMaterial"] = Chain([.. Enumerable.Repeat("AAAA", 11)]) },
        { "another key's name", SignatureFault.NotTrusted, b => b["verificationMaterial"]!["publicKey"]!["hint"] = new string('0', 64) },
        { "an empty signature", SignatureFault.BadSignature, b => Signatures(b)[0]!["sig"] = "" },
        { "a signature that is no DER", SignatureFault.BadSignature, b => Signatures(b)[0]!["sig"] = "AAAA" },
        { "a payload of somebody else", SignatureFault.BadSignature, b => b["dsseEnvelope"]!["payload"] = Convert.ToBase64String("{}"u8) },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_changed_bundle_is_refused(string what, SignatureFault fault, Action<JsonObject> change)
    {
        var bundle = JsonNode.Parse(Signed(Manifest))!.AsObject();
        change(bundle);

        var refusal = Assert.Throws<ModelSignatureException>(() => Verify(Encoding.UTF8.GetBytes(bundle.ToJsonString())));

        Assert.Equal(fault, refusal.Fault);
        Assert.False(refusal.Message.Contains('\n', StringComparison.Ordinal), what);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"mediaType\":\"a\",\"mediaType\":\"b\"}")]
    [InlineData("\uD800")]
    public void What_is_no_bundle_is_refused(string text) =>
        Assert.Equal(SignatureFault.BadBundle, Assert.Throws<ModelSignatureException>(() => Verify(Encoding.UTF8.GetBytes(text))).Fault);

    [Fact]
    public void Deep_nesting_is_refused() =>
        Assert.Throws<ModelSignatureException>(() => Verify(Encoding.UTF8.GetBytes(new string('[', 100_000))));

    [Fact]
    public void A_bundle_over_the_bound_is_not_read() =>
        Assert.Equal(SignatureFault.TooLarge, Assert.Throws<ModelSignatureException>(() =>
            Verify(new byte[SigningBounds.MaxBundleBytes + 1])).Fault);

    [Fact]
    public void No_byte_of_a_bundle_can_be_changed_to_another_model()
    {
        var whole = Signed(Manifest);
        Prop.ForAll(Gen.Choose(0, whole.Length - 1).ToArbitrary(), Gen.Choose(1, 255).ToArbitrary(), (at, flip) =>
        {
            var changed = whole.ToArray();
            changed[at] ^= (byte)flip;
            try
            {
                return Verify(changed).RootSha256 == Manifest.RootSha256; // As in 'keyid', which nothing hangs on.
            }
            catch (ModelSignatureException)
            {
                return true;
            }
        }).QuickCheckThrowOnFailure();
    }

    private static byte[] Signed(ModelManifest manifest)
    {
        using var signer = ModelSigner.ByKey(Key.Private);
        return signer.Sign(manifest).Write();
    }

    private static ModelManifest Verify(byte[] bundle)
    {
        using var trusted = new TrustedSigners().AddKey(Key.Public, "test");
        return ModelVerifier.Verify(SignatureBundle.Parse(bundle), trusted);
    }

    private static JsonArray Signatures(JsonObject bundle) => bundle["dsseEnvelope"]!["signatures"]!.AsArray();

    private static JsonObject Chain(params string[] certificates) => new()
    {
        ["x509CertificateChain"] = new JsonObject
        {
            ["certificates"] = new JsonArray([.. certificates.Select(raw => new JsonObject { ["rawBytes"] = raw })]),
        },
    };
}
