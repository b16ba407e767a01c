namespace Freehold.Core.Signing;

/// <summary>Compares what was signed with what is there.</summary>
public static class ManifestComparison
{
    /// <summary>Requires that every signed file is there unchanged, and no other beside them.</summary>
    /// <exception cref="ModelSignatureException">They differ; the message names the first few differences.</exception>
    public static void RequireSame(ModelManifest manifest, IReadOnlyCollection<ModelResource> found)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(found);
        var there = found.ToDictionary(resource => resource.Name, resource => resource.Sha256, StringComparer.Ordinal);
        var known = manifest.Resources.Select(resource => resource.Name).ToHashSet(StringComparer.Ordinal);
        List<string> differences =
        [
            .. manifest.Resources.Where(resource => !there.ContainsKey(resource.Name)).Select(resource => $"'{resource.Name}' is missing"),
            .. manifest.Resources.Where(resource => there.TryGetValue(resource.Name, out var digest) && digest != resource.Sha256)
                .Select(resource => $"'{resource.Name}' was changed"),
            .. found.Where(resource => !known.Contains(resource.Name)).Select(resource =>
                $"'{Printable.Of(resource.Name)}' was not signed"),
        ];
        if (differences.Count > 0)
        {
            var more = differences.Count - SigningBounds.MaxNamedDifferences;
            throw new ModelSignatureException(
                SignatureFault.FilesDiffer,
                "The model's files are not those that were signed: "
                    + $"{string.Join(", ", differences.Take(SigningBounds.MaxNamedDifferences))}"
                    + (more > 0 ? $", and {more} more." : "."));
        }
    }
}
