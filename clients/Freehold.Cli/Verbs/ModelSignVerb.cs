using System.CommandLine;
using Freehold.Cli.Hosting;
using Freehold.Cli.Output;
using Freehold.Core.Signing;

namespace Freehold.Cli.Verbs;

/// <summary>
/// <c>models sign</c>: signs the files of a model as OpenSSF model signing has it. It works on files, and asks no gateway.
/// </summary>
internal static class ModelSignVerb
{
    public static Command Create(CliApp app)
    {
        var path = new Argument<string>("path") { Description = "A model's folder, or one file", HelpName = "PATH" };
        var key = new Option<string>("--private-key")
        {
            Description = "File with the signer's private key in PEM (P-256, P-384 or P-521)",
            HelpName = "FILE",
            Required = true
        };
        var chain = new Option<string?>("--certificate-chain")
        {
            Description = "File with the key's certificates in PEM, its own first, then those above it; absent: the bare key signs",
            HelpName = "FILE",
        };
        var signature = new Option<string?>("--signature")
        {
            Description = "File to write [default: PATH/model.sig, or FILE.sig]",
            HelpName = "FILE"
        };
        var ignore = new Option<string[]>("--ignore-paths") { Description = "Paths below the folder that are left out", HelpName = "PATH" };
        var links = new Option<bool>("--allow-symlinks") { Description = "Take links to files in the folder as the files" };
        var command = new Command("sign", "Sign a model's files") { path, key, chain, signature, ignore, links };
        return app.Handle(command, (run, cancellationToken) => SignatureFiles.GuardAsync(async () =>
        {
            var model = run.Get(path);
            var target = run.Get(signature) ?? SignatureFiles.DefaultSignature(model);
            using var signer = Signer(run.Get(key)!, run.Get(chain));
            var manifest = await ManifestAsync(model, target, run.Get(ignore) ?? [], run.Get(links), cancellationToken);
            await WriteAsync(target, signer.Sign(manifest).Write(), cancellationToken);
            Tell(run.Output, target, manifest);
        }));
    }

    private static ModelSigner Signer(string key, string? chain)
    {
        var pem = SignatureFiles.ReadPem(key);
        return chain is null ? ModelSigner.ByKey(pem) : ModelSigner.ByCertificate(pem, SignatureFiles.ReadPem(chain));
    }

    private static async Task<ModelManifest> ManifestAsync(
        string model, string target, string[] ignore, bool allowSymlinks, CancellationToken cancellationToken)
    {
        string[] ignored = Directory.Exists(model)
            ? [.. ModelManifest.GitPaths, .. ignore, .. SignatureFiles.Inside(model, target) is { } inside ? [inside]
                : Array.Empty<string>()]
            : [];
        var resources = await SignatureFiles.HashAsync(model, ignored, allowSymlinks, cancellationToken);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(model)));
        return ModelManifest.Create(name, resources, ignored.Distinct(), allowSymlinks);
    }

    /// <summary>Beside its place first, so that nobody ever finds half of one there.</summary>
    private static async Task WriteAsync(string target, byte[] bundle, CancellationToken cancellationToken)
    {
        var beside = $"{target}.{Environment.ProcessId}.new";
        await File.WriteAllBytesAsync(beside, bundle, cancellationToken);
        File.Move(beside, target, overwrite: true);
    }

    private static void Tell(CliOutput output, string target, ModelManifest manifest)
    {
        if (output.IsJson)
            output.Json(new SignatureReport(target, manifest.Name, manifest.Resources.Count, manifest.RootSha256),
                SupplyChainJson.Own.SignatureReport);
        else
            output.Line($"{target}: {manifest.Name}, {Show.Count(manifest.Resources.Count)} files, SHA-256 {manifest.RootSha256}");
    }
}
