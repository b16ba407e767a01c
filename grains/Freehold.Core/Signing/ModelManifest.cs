using System.Security.Cryptography;

namespace Freehold.Core.Signing;

/// <summary>One file of a model.</summary>
/// <param name="Name">Its path below the model's folder; see <see cref="ResourceName"/>.</param>
/// <param name="Sha256">SHA-256 of its bytes, lower-case hex.</param>
public sealed record ModelResource(string Name, string Sha256);

/// <summary>What is signed of a model: the name and SHA-256 of every file, and by which rules they were found.</summary>
public sealed class ModelManifest
{
    private ModelManifest(string name, bool allowSymlinks, string[] ignoredPaths, ModelResource[] resources)
    {
        (Name, AllowSymlinks, IgnoredPaths, Resources) = (name, allowSymlinks, ignoredPaths, resources);
        RootSha256 = RootOf(resources);
    }

    /// <summary>
    /// What git keeps beside a model; left out by the specification's reference implementation, at the root of the folder alone.
    /// </summary>
    public static IReadOnlyList<string> GitPaths { get; } = [".git", ".gitattributes", ".github", ".gitignore"];

    /// <summary>The model's name, for people: nothing is decided by it.</summary>
    public string Name { get; }

    /// <summary>True where links to files count as the files.</summary>
    public bool AllowSymlinks { get; }

    /// <summary>Paths below the folder that are left out, with what is below them.</summary>
    public IReadOnlyList<string> IgnoredPaths { get; }

    /// <summary>The files: in <see cref="ResourceName.Order"/>, or in the order of the statement that they were read from.</summary>
    public IReadOnlyList<ModelResource> Resources { get; }

    /// <summary>SHA-256 of the files' digests one after the other, lower-case hex: the digest of the model as a whole.</summary>
    public string RootSha256 { get; }

    /// <summary>A manifest of files in any order.</summary>
    /// <exception cref="ModelSignatureException">A name or a digest cannot be one, or a name comes twice; the message says
    /// which.</exception>
    public static ModelManifest Create(string name, IEnumerable<ModelResource> resources, IEnumerable<string> ignoredPaths,
        bool allowSymlinks = false)
    {
        ArgumentNullException.ThrowIfNull(resources);
        ArgumentNullException.ThrowIfNull(ignoredPaths);
        ModelResource[] sorted = [.. resources.OrderBy(resource => resource.Name, ResourceName.Order)];
        return Listed(name, sorted, [.. ignoredPaths.Order(StringComparer.Ordinal)], allowSymlinks);
    }

    /// <summary>A manifest as a statement lists it: its order is the statement's affair, and the root digest goes by it.</summary>
    internal static ModelManifest Listed(string name, ModelResource[] resources, string[] ignoredPaths, bool allowSymlinks)
    {
        Check(resources);
        return new ModelManifest(name, allowSymlinks, ignoredPaths, resources);
    }

    /// <summary>
    /// True where a digest of weights, as engines compute it, is of signed files: one file's, or, of weights in several shards, the SHA-256
    /// of the shards' digests in the order of their names.
    /// </summary>
    public bool HasWeights(string digest) =>
        Resources.Any(resource => resource.Sha256 == digest)
        || RootOf([.. Resources.Where(IsShard).OrderBy(resource => resource.Name, StringComparer.Ordinal)]) == digest;

    private static bool IsShard(ModelResource resource) =>
        resource.Name.EndsWith(".safetensors", StringComparison.Ordinal) && !resource.Name.Contains('/', StringComparison.Ordinal);

    private static void Check(ModelResource[] resources)
    {
        if (resources.Length == 0)
            throw Bad("it has no file");
        if (resources.Length > SigningBounds.MaxResources)
            throw new ModelSignatureException(SignatureFault.TooLarge,
                $"The model has over {SigningBounds.MaxResources} files, more than are signed.");
        var names = new HashSet<string>(resources.Length, StringComparer.Ordinal);
        foreach (var resource in resources)
        {
            if (ResourceName.FaultOf(resource.Name) is { } fault)
                throw Bad($"'{Printable.Of(resource.Name)}' is named: {fault}");
            if (!Sha256Hex.IsOne(resource.Sha256))
                throw Bad($"the digest of '{resource.Name}' is not a SHA-256 in lower-case hex");
            if (!names.Add(resource.Name))
                throw Bad($"'{resource.Name}' is listed twice");
        }

        if (resources.Length > 1 && names.Contains(ResourceName.SingleFile))
            throw Bad($"'{ResourceName.SingleFile}' stands beside other files, and it is the name of a model that is one file");
    }

    private static ModelSignatureException Bad(string what) =>
        new(SignatureFault.BadStatement, $"The list of a model's files is not valid: {what}.");

    private static string RootOf(ModelResource[] resources)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var resource in resources)
            all.AppendData(Convert.FromHexString(resource.Sha256));
        return Convert.ToHexStringLower(all.GetHashAndReset());
    }
}
