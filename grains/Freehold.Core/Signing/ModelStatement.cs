using System.Text.Json;

namespace Freehold.Core.Signing;

/// <summary>
/// The in-toto statement (v1) of a model's files, as the OpenSSF model signing specification v1.0 has it: the predicate lists every file,
/// the one subject carries the root digest over them.
/// </summary>
public static class ModelStatement
{
    /// <summary>Payload type of the envelope.</summary>
    public const string PayloadType = "application/vnd.in-toto+json";

    /// <summary>Type of the statement.</summary>
    public const string StatementType = "https://in-toto.io/Statement/v1";

    /// <summary>Type of the predicate.</summary>
    public const string PredicateType = "https://model_signing/signature/v1.0";

    private const string Method = "files";
    private const string HashType = "sha256";

    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    /// <summary>The statement as UTF-8 JSON.</summary>
    public static byte[] Write(ModelManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            json.WriteStartObject();
            json.WriteString("_type", StatementType);
            json.WriteStartArray("subject");
            json.WriteStartObject();
            json.WriteString("name", manifest.Name);
            json.WriteStartObject("digest");
            json.WriteString(HashType, manifest.RootSha256);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteString("predicateType", PredicateType);
            WritePredicate(json, manifest);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>Reads a statement, and computes its root digest again.</summary>
    /// <exception cref="ModelSignatureException">It is another kind of statement, or does not fit itself; the message says
    /// where.</exception>
    public static ModelManifest Parse(ReadOnlyMemory<byte> utf8)
    {
        using var document = StrictJson.Parse(utf8, SignatureFault.BadStatement, "statement");
        var root = new JsonPlace(document.RootElement, "statement", SignatureFault.BadStatement);
        root.Get("_type").MustBe(StatementType);
        root.Get("predicateType").MustBe(PredicateType);
        var subject = root.Get("subject").OnlyItem();
        var expected = subject.Get("digest").Get(HashType).Text();
        var predicate = root.Get("predicate");
        var serialization = predicate.Get("serialization");
        serialization.Get("method").MustBe(Method);
        serialization.Get("hash_type").MustBe(HashType);
        var listed = predicate.Get("resources").Items(SigningBounds.MaxResources).Select(ToResource).ToArray();
        var ignored = serialization.Find("ignore_paths")?.Items(SigningBounds.MaxIgnoredPaths).Select(path => path.Text()) ?? [];
        var manifest = ModelManifest.Listed(subject.Get("name").Text(), listed, [.. ignored], serialization.Get("allow_symlinks").Flag());
        if (manifest.RootSha256 != expected)
        {
            throw new ModelSignatureException(
                SignatureFault.BadStatement,
                $"The statement does not fit itself: its subject has the digest {Printable.Of(expected)}, and its files in order have "
                    + $"{manifest.RootSha256}.");
        }

        return manifest;
    }

    private static ModelResource ToResource(JsonPlace resource)
    {
        resource.Get("algorithm").MustBe(HashType);
        return new ModelResource(resource.Get("name").Text(), resource.Get("digest").Text());
    }

    private static void WritePredicate(Utf8JsonWriter json, ModelManifest manifest)
    {
        json.WriteStartObject("predicate");
        json.WriteStartObject("serialization");
        json.WriteString("method", Method);
        json.WriteString("hash_type", HashType);
        json.WriteBoolean("allow_symlinks", manifest.AllowSymlinks);
        if (manifest.IgnoredPaths.Count > 0)
        {
            json.WriteStartArray("ignore_paths");
            foreach (var path in manifest.IgnoredPaths)
                json.WriteStringValue(path);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteStartArray("resources");
        foreach (var resource in manifest.Resources)
        {
            json.WriteStartObject();
            json.WriteString("name", resource.Name);
            json.WriteString("algorithm", HashType);
            json.WriteString("digest", resource.Sha256);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
