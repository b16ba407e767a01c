using Freehold.Inference.Formats;
using Freehold.Inference.Formats.Gguf;

namespace Freehold.Inference.Vetting;

/// <summary>
/// What a model says of its licence and of where it came from: in its card (README.md), in GGUF metadata. Claims, which nothing proves.
/// </summary>
internal static class ProvenanceReader
{
    private const string Licences = "licence", Provenance = "provenance";

    private const int MaxCardLines = 400;
    private const int MaxClaimLength = 300;

    // Free to use, change and pass on (SPDX names as the hubs write them); others have terms that somebody must have read.
    private static readonly HashSet<string> Open = new(StringComparer.OrdinalIgnoreCase)
    {
        "apache-2.0", "mit", "bsd", "bsd-2-clause", "bsd-3-clause", "isc", "unlicense", "cc0-1.0", "cc-by-4.0", "mpl-2.0", "zlib",
            "bsl-1.0",
    };

    private static readonly string[] CardKeys = ["base_model", "license_name", "license_link", "datasets"];

    private static readonly string[] GgufKeys =
    [
        "general.author", "general.organization", "general.source.url", "general.source.repo_url", "general.repo_url", "general.url",
            "general.quantized_by",
        "general.license.link", "general.base_model.0.repo_url", "general.base_model.0.name",
    ];

    public static (string? Licence, IReadOnlyList<string> Sources, IReadOnlyList<VettingFinding> Findings) Read(
        string path, IReadOnlyList<(string Name, FileInfo File)> files, VettingOptions options)
    {
        var claims = Claims(files).ToList();
        var licence = Clean(options.Licence ?? claims.Find(claim => claim.Key is "license" or "general.license").Value);
        List<string> sources = options.Source is { } given ? [$"source: {Clean(given)}"] : [];
        sources.AddRange(claims.Where(claim => claim.Key is not ("license" or "general.license")).Select(claim =>
            $"{claim.Key}: {Clean(claim.Value)}"));
        var findings = new List<VettingFinding>();
        if (licence is null)
            findings.Add(new(VettingSeverity.Review, Licences, path,
                "It names no licence. Find out under which it is, and say so with --licence."));
        else if (!Open.Contains(licence))
            findings.Add(new(VettingSeverity.Review, Licences, path,
                $"Its licence '{licence}' has terms of its own, or is not known. Read it before you approve."));
        if (sources.Count == 0)
            findings.Add(new(VettingSeverity.Review, Provenance, path, "Nothing says where it came from. Say so with --source."));
        return (licence, sources, findings);
    }

    private static IEnumerable<(string Key, string Value)> Claims(IReadOnlyList<(string Name, FileInfo File)> files)
    {
        foreach (var (name, file) in files)
        {
            if (name.Equals("README.md", StringComparison.OrdinalIgnoreCase))
            {
                foreach (var claim in OfCard(file))
                    yield return claim;
            }
            else if (file.Extension.Equals(".gguf", StringComparison.OrdinalIgnoreCase))
            {
                foreach (var claim in OfGguf(file))
                    yield return claim;
            }
        }
    }

    /// <summary>The lines 'key: value' between two of '---' at the top of a card; lists and nested keys are passed over.</summary>
    private static IEnumerable<(string Key, string Value)> OfCard(FileInfo file)
    {
        using var reader = new StreamReader(file.FullName);
        if (BoundedLine(reader) is not "---")
            yield break;
        for (var i = 0; i < MaxCardLines && BoundedLine(reader) is { } line and not "---"; i++)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var key = colon > 0 ? line[..colon] : "";
            var value = colon > 0 ? line[(colon + 1)..].Trim().Trim('"', '\'') : "";
            if (value.Length > 0 && (key == "license" || CardKeys.Contains(key)))
                yield return (key, value);
        }
    }

    private static (string Key, string Value)[] OfGguf(FileInfo file)
    {
        try
        {
            using var container = GgufContainer.Open(file.FullName);
            return [.. GgufKeys.Prepend("general.license").Select(key => (key, Value: TextOf(container.Metadata, key))).Where(claim =>
                claim.Value is { Length: > 0 })
                .Select(claim => (claim.key, claim.Value!))];
        }
        catch (ModelFormatException)
        {
            return []; // Told of by the check of its tensors.
        }
    }

    private static string? TextOf(GgufMetadata metadata, string key) => metadata.Contains(key) ? metadata.Text(key) : null;

    private static string? BoundedLine(StreamReader reader)
    {
        var line = new System.Text.StringBuilder();
        for (int c; (c = reader.Read()) >= 0 && c != '\n' && line.Length < MaxClaimLength * 4;)
            line.Append((char)c);
        return line.Length == 0 && reader.Peek() < 0 ? null : line.ToString().TrimEnd('\r');
    }

    private static string? Clean(string? claim) => string.IsNullOrWhiteSpace(claim)
        ? null
        : string.Concat(claim.Trim().Take(MaxClaimLength).Select(c => char.IsControl(c) ? ' ' : c));
}
