using System.Security.Cryptography;
using Freehold.Cli.Tests.Support;
using Freehold.Testing;
using Freehold.Testing.Signing;

namespace Freehold.Cli.Tests.Cli;

public sealed class ModelSignTests
{
    private static readonly FakeGateway Silent = new(_ => throw new InvalidOperationException("No gateway may be asked."));

    [Fact]
    public async Task A_signed_folder_verifies_until_a_file_changes()
    {
        using var folder = new TempFolder();
        var model = ReferenceModel.WriteTo(folder["model"]);
        var (secret, open) = WriteKeys(folder);

        var signed = await RunAsync("sign", model, "--private-key", secret, "--json");
        Assert.Equal((0, ""), (signed.ExitCode, signed.Error));
        Assert.Equal(Path.Combine(model, "model.sig"), signed.Json.GetProperty("signature").GetString());
        Assert.Equal(ReferenceModel.Files.Count, signed.Json.GetProperty("files").GetInt32());

        var verified = await RunAsync("verify", model, "--public-key", open);
        Assert.Equal((0, ""), (verified.ExitCode, verified.Error));

        File.AppendAllText(Path.Combine(model, "config.json"), " ");
        await RefusedAsync("'config.json' was changed", "verify", model, "--public-key", open);
    }

    [Theory]
    [InlineData("p256.sig", "--public-key", "p256.pub")]
    [InlineData("p384.sig", "--public-key", "p384.pub")]
    [InlineData("certificate.sig", "--certificate-chain", "ca.pem")]
    [InlineData("certificate.sig", "--ca", "ca.pem")]
    public async Task Bundles_of_the_reference_implementation_verify(string bundle, string trust, string file)
    {
        using var folder = new TempFolder();
        var model = ReferenceModel.WriteTo(folder["model"]);
        Directory.CreateDirectory(Path.Combine(model, ".git")); // What git keeps is left out.
        File.WriteAllText(Path.Combine(model, ".git", "HEAD"), "x");

        var run = await RunAsync("verify", model, "--signature", ReferenceModel.PathOf(bundle), trust, ReferenceModel.PathOf(file));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("verified, 9 files", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_signer_left_out_is_told()
    {
        using var folder = new TempFolder();
        var model = ReferenceModel.WriteTo(folder["model"]);
        File.Copy(ReferenceModel.PathOf("ignoring.sig"), Path.Combine(model, "model.sig"));

        var run = await RunAsync("verify", model, "--public-key", ReferenceModel.PathOf("p256.pub"));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("The signer left out: a.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_file_is_signed_beside_itself()
    {
        using var folder = new TempFolder();
        ReferenceModel.WriteTo(folder["model"]);
        var (secret, open) = WriteKeys(folder);
        var file = Path.Combine(folder["model"], ReferenceModel.Weights);

        Assert.Equal(0, (await RunAsync("sign", file, "--private-key", secret)).ExitCode);
        Assert.True(File.Exists(file + ".sig"));
        Assert.Equal(0, (await RunAsync("verify", file, "--public-key", open)).ExitCode);
        Assert.Equal(0, (await RunAsync(
            "verify", file, "--signature", ReferenceModel.PathOf("single.sig"), "--public-key",
                ReferenceModel.PathOf("p256.pub"))).ExitCode);
    }

    [Fact]
    public async Task Files_too_many_missing_or_linked_are_refused()
    {
        using var folder = new TempFolder();
        var model = ReferenceModel.WriteTo(folder["model"]);
        var trust = new[] { "--signature", ReferenceModel.PathOf("p256.sig"), "--public-key", ReferenceModel.PathOf("p256.pub") };

        File.WriteAllText(Path.Combine(model, "new.py"), "x");
        await RefusedAsync("'new.py' was not signed", ["verify", model, .. trust]);
        File.Delete(Path.Combine(model, "new.py"));

        File.Delete(Path.Combine(model, "a-b"));
        await RefusedAsync("'a-b' is missing", ["verify", model, .. trust]);
        File.CreateSymbolicLink(Path.Combine(model, "a-b"), "/etc/hostname");
        await RefusedAsync("symbolic link", ["verify", model, .. trust]);
    }

    [Fact]
    public async Task What_cannot_be_done_is_told_in_one_line()
    {
        using var folder = new TempFolder();
        var model = ReferenceModel.WriteTo(folder["model"]);
        File.WriteAllText(folder["noise"], "noise");

        await RefusedAsync("no unencrypted elliptic-curve key", "sign", model, "--private-key", folder["noise"]);
        await RefusedAsync("absent", "sign", model, "--private-key", folder["absent"]);
        await RefusedAsync("no JSON", "verify", model, "--signature", folder["noise"], "--public-key", ReferenceModel.PathOf("p256.pub"));
        await RefusedAsync("P-256, P-384 and P-521 are taken", "verify", model, "--signature", ReferenceModel.PathOf("p256.sig"),
            "--public-key", ReferenceModel.PathOf("k1.pub"));
        var usage = await RunAsync("verify", model);
        Assert.Equal(2, usage.ExitCode);
        Assert.Contains("--public-key", usage.Error, StringComparison.Ordinal);
    }

    private static (string Private, string Public) WriteKeys(TempFolder folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(folder["key.pem"], key.ExportECPrivateKeyPem());
        File.WriteAllText(folder["key.pub"], key.ExportSubjectPublicKeyInfoPem());
        return (folder["key.pem"], folder["key.pub"]);
    }

    private static async Task RefusedAsync(string part, params string[] args)
    {
        var run = await RunAsync(args);
        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Contains(part, Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private static Task<CliRun> RunAsync(params string[] args) => CliRun.WithAsync(Silent, ["models", .. args]);
}
