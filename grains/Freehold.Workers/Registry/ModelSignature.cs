using Freehold.Core.Signing;
using Freehold.Grains.Registry;
using Freehold.Inference.Signing;

namespace Freehold.Workers.Registry;

/// <summary>
/// The signature of a model's files: <c>model.sig</c> in its folder, or beside a single file under the file's name with <c>.sig</c> behind
/// it. A lone .safetensors file is read with the configuration beside it, so it is signed as a folder.
/// </summary>
internal static class ModelSignature
{
    /// <summary>Name of the bundle in a folder; the reference implementation's default.</summary>
    public const string FileName = "model.sig";

    /// <summary>Verifies that a trusted signer signed every file of a model as it is, and left out none that is there.</summary>
    /// <exception cref="ModelSignatureException">It is not so; the message says why.</exception>
    public static async Task<ModelManifest> VerifyAsync(string path, SigningKeys keys, CancellationToken cancellationToken)
    {
        var folder = FolderOf(path);
        var signature = folder is null ? path + ".sig" : Path.Combine(folder, FileName);
        var manifest = keys.Verify(await ReadAsync(signature, cancellationToken));
        string[] beside = folder is null ? [] : [.. ModelManifest.GitPaths, FileName];
        var found = await ModelFiles.HashAsync(folder ?? path, beside, manifest.AllowSymlinks, cancellationToken);

        // What the signature leaves out was looked for all the same: nothing is loaded from a folder with files that nobody has signed.
        ManifestComparison.RequireSame(manifest, [.. found.Select(file => new ModelResource(file.Name, file.Sha256))]);
        return manifest;
    }

    private static string? FolderOf(string path) =>
        Directory.Exists(path) ? path
        : Path.GetExtension(path).Equals(".safetensors", StringComparison.OrdinalIgnoreCase) ? Path.GetDirectoryName(Path.GetFullPath(path))
        : null;

    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new ModelSignatureException(
                SignatureFault.NotTrusted, "it is not signed, and this installation loads nothing unsigned; sign it with 'freehold "
                    + "models sign'");
        }

        return file.Length <= SigningBounds.MaxBundleBytes
            ? await File.ReadAllBytesAsync(path, cancellationToken)
            : throw new ModelSignatureException(SignatureFault.TooLarge, $"its signature has {file.Length} bytes, more than is read");
    }
}
