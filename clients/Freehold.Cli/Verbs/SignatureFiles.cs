using Freehold.Cli.Hosting;
using Freehold.Core.Signing;
using Freehold.Inference.Formats;
using Freehold.Inference.Signing;

namespace Freehold.Cli.Verbs;

/// <summary>Files that signing works on, and what goes wrong with them in one line.</summary>
internal static class SignatureFiles
{
    /// <summary>Where the bundle of a model is where nothing else is said; workers look for it there.</summary>
    public static string DefaultSignature(string path) => Directory.Exists(path) ? Path.Combine(path, "model.sig") : path + ".sig";

    /// <summary>The bundle's own path below the model's folder; null where it lies elsewhere.</summary>
    public static string? Inside(string path, string signature)
    {
        if (!Directory.Exists(path)) return null;
        var relative = Path.GetRelativePath(Path.GetFullPath(path), Path.GetFullPath(signature)).Replace(Path.DirectorySeparatorChar, '/');
        return relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? null : relative;
    }

    public static string ReadPem(string path)
    {
        var length = new FileInfo(path).Length;
        return length <= SigningBounds.MaxKeyFileBytes
            ? File.ReadAllText(path)
            : throw new ModelSignatureException(SignatureFault.TooLarge, $"{path} has {length} bytes, more than any file of keys.");
    }

    public static byte[] ReadBundle(string path)
    {
        var length = new FileInfo(path).Length;
        return length <= SigningBounds.MaxBundleBytes
            ? File.ReadAllBytes(path)
            : throw new ModelSignatureException(SignatureFault.TooLarge, $"{path} has {length} bytes, more than any signature.");
    }

    public static async Task<ModelResource[]> HashAsync(
        string path, IReadOnlyCollection<string> ignored, bool allowSymlinks, CancellationToken cancellationToken) =>
        [.. (await ModelFiles.HashAsync(path, ignored, allowSymlinks, cancellationToken)).Select(file =>
            new ModelResource(file.Name, file.Sha256))];

    /// <summary>Does the work of a verb; what is wrong with a file ends it with one line.</summary>
    public static async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception failure) when (
            failure is ModelSignatureException or ModelFormatException or IOException or UnauthorizedAccessException)
        {
            throw new FindingException(failure.Message);
        }
    }
}
