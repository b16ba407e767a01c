using System.CommandLine;
using Freehold.Cli.Hosting;
using Freehold.Cli.Output;
using Freehold.Core.Signing;

namespace Freehold.Cli.Verbs;

/// <summary>
/// <c>models verify</c>: checks that a trusted signer signed a model's files as they are. It works on files, and asks no gateway.
/// </summary>
internal static class ModelVerifyVerb
{
    public static Command Create(CliApp app)
    {
        var path = new Argument<string>("path") { Description = "A model's folder, or one file", HelpName = "PATH" };
        var signature = new Option<string?>("--signature")
        {
            Description = "The signature [default: PATH/model.sig, or FILE.sig]",
            HelpName = "FILE"
        };
        var keys = new Option<string[]>("--public-key")
        {
            Description = "File with a public key in PEM that is trusted",
            HelpName = "FILE"
        };
        var authorities = new Option<string[]>("--certificate-chain", "--ca")
        {
            Description = "File with certificates in PEM that vouch for signers' certificates, the root among them",
            HelpName = "FILE",
        };
        var ignore = new Option<string[]>("--ignore-paths")
        {
            Description = "Paths below the folder that may be there unsigned",
            HelpName = "PATH"
        };
        var command = new Command("verify", "Verify the signature of a model's files") { path, signature, keys, authorities, ignore };
        return app.Handle(command, (run, cancellationToken) =>
        {
            if ((run.Get(keys) ?? []).Length + (run.Get(authorities) ?? []).Length == 0)
                throw new UsageException("Nobody is trusted: give the signer's public key by --public-key, or the root of its "
                    + "certificate by --ca.");
            return SignatureFiles.GuardAsync(async () =>
            {
                using var trusted = new TrustedSigners();
                foreach (var file in run.Get(keys) ?? []) trusted.AddKey(SignatureFiles.ReadPem(file), file);
                foreach (var file in run.Get(authorities) ?? []) trusted.AddAuthorities(SignatureFiles.ReadPem(file), file);
                await VerifyAsync(run, run.Get(path), run.Get(signature), run.Get(ignore) ?? [], trusted, cancellationToken);
            });
        });
    }

    private static async Task VerifyAsync(
        Invocation run, string path, string? given, string[] ignore, TrustedSigners trusted, CancellationToken cancellationToken)
    {
        var signature = given ?? SignatureFiles.DefaultSignature(path);
        var manifest = ModelVerifier.Verify(SignatureBundle.Parse(SignatureFiles.ReadBundle(signature)), trusted);
        var inside = SignatureFiles.Inside(path, signature);
        string[] ignored = Directory.Exists(path)
            ? [.. ModelManifest.GitPaths, .. manifest.IgnoredPaths, .. ignore, .. inside is null ? [] : new[] { inside }] : [];
        ManifestComparison.RequireSame(manifest, await SignatureFiles.HashAsync(path, ignored, manifest.AllowSymlinks, cancellationToken));
        if (run.Output.IsJson)
        {
            run.Output.Json(
                new SignatureReport(signature, manifest.Name, manifest.Resources.Count, manifest.RootSha256),
                    SupplyChainJson.Own.SignatureReport);
            return;
        }

        run.Output.Line($"{path}: verified, {Show.Count(manifest.Resources.Count)} files as signed, SHA-256 {manifest.RootSha256}");
        string[] left = [.. manifest.IgnoredPaths.Except(ModelManifest.GitPaths).Where(name => name != inside
            && Path.Exists(Path.Combine(path, name)))];
        if (left.Length > 0) run.Output.Note($"The signer left out: {string.Join(", ", left)}. Nothing is said of what lies there.");
    }
}
