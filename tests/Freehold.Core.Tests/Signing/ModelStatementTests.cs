using System.Text;
using System.Text.Json.Nodes;
using Freehold.Core.Signing;

namespace Freehold.Core.Tests.Signing;

/// <summary>Statements that a trusted signer was made to sign, and files that are not what was signed.</summary>
public class ModelStatementTests
{
    private static readonly string A = new('a', 64), B = new('b', 64), C = new('c', 64);

    private static readonly ModelManifest Manifest = ModelManifest.Create("m", [new("w.gguf", A), new("config.json", B)], []);

    public static TheoryData<string, Action<JsonObject>> Changes() => new()
    {
        { "another kind of statement", s => s["_type"] = "https://in-toto.io/Statement/v0.1" },
        { "another predicate", s => s["predicateType"] = "https://slsa.dev/provenance/v1" },
        { "two subjects", s => s["subject"]!.AsArray().Add(s["subject"]![0]!.DeepClone()) },
        { "no subject", s => s["subject"] = new JsonArray() },
        { "a digest of something else", s => s["subject"]![0]!["digest"]!["sha256"] = C },
        { "another method", s => s["predicate"]!["serialization"]!["method"] = "shards" },
        { "another hash", s => s["predicate"]!["serialization"]!["hash_type"] = "blake3" },
        { "links that are neither allowed nor not", s => s["predicate"]!["serialization"]!["allow_symlinks"] = "false" },
        { "another hash of a file", s => Resource(s)["algorithm"] = "md5" },
        { "a digest that is none", s => Resource(s)["digest"] = "abc" },
        { "a digest in capitals", s => Resource(s)["digest"] = A.ToUpperInvariant() },
        { "a path that leads out", s => Resource(s)["name"] = "../w.gguf" },
        { "a path that leads out later", s => Resource(s)["name"] = "a/../../w.gguf" },
        { "an absolute path", s => Resource(s)["name"] = "/etc/passwd" },
        { "a path with backslashes", s => Resource(s)["name"] = "..\\w.gguf" },
        { "a name with a line break", s => Resource(s)["name"] = "a\nb" },
        { "a name with a zero", s => Resource(s)["name"] = "a\0b" },
        { "no name", s => Resource(s)["name"] = "" },
        { "a name too long", s => Resource(s)["name"] = new string('x', 2_000) },
        { "the folder itself beside its files", s => Resource(s)["name"] = "." },
        { "a name twice", s => Resource(s)["name"] = "w.gguf" },
        { "no files", s => s["predicate"]!["resources"] = new JsonArray() },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_statement_that_is_not_of_the_specification_is_refused(string what, Action<JsonObject> change)
    {
        var statement = JsonNode.Parse(ModelStatement.Write(Manifest))!.AsObject();
        change(statement);

        var refusal = Assert.Throws<ModelSignatureException>(() => ModelStatement.Parse(Encoding.UTF8.GetBytes(statement.ToJsonString())));

        Assert.Equal(SignatureFault.BadStatement, refusal.Fault);
        Assert.False(refusal.Message.Contains('\n', StringComparison.Ordinal), what);
    }

    [Fact]
    public void Fields_of_a_later_version_are_passed_over()
    {
        var statement = JsonNode.Parse(ModelStatement.Write(Manifest))!.AsObject();
        statement["predicate"]!["model_card"] = new JsonObject();

        Assert.Equal(Manifest.RootSha256, ModelStatement.Parse(Encoding.UTF8.GetBytes(statement.ToJsonString())).RootSha256);
    }

    [Fact]
    public void A_statement_keeps_the_order_in_which_it_lists_its_files()
    {
        var listed = ModelManifest.Listed("m", [new("w.gguf", A), new("config.json", B)], [], allowSymlinks: false);

        Assert.NotEqual(Manifest.RootSha256, listed.RootSha256);
        Assert.Equal(listed.RootSha256, ModelStatement.Parse(ModelStatement.Write(listed)).RootSha256);
    }

    [Theory]
    [InlineData("config.json", "'config.json' is missing")]
    [InlineData("w.gguf", "'w.gguf' is missing")]
    public void A_missing_file_is_named(string name, string named) =>
        Assert.Contains(named, Difference([.. Manifest.Resources.Where(resource => resource.Name != name)]), StringComparison.Ordinal);

    [Fact]
    public void A_changed_file_is_named() =>
        Assert.Contains("'w.gguf' was changed", Difference([new("config.json", B), new("w.gguf", C)]), StringComparison.Ordinal);

    [Fact]
    public void A_file_too_many_is_named() =>
        Assert.Contains("'x.py' was not signed", Difference([.. Manifest.Resources, new("x.py", C)]), StringComparison.Ordinal);

    [Fact]
    public void Of_many_differences_the_first_few_are_named()
    {
        var message = Difference([.. Manifest.Resources, .. Enumerable.Range(0, 1_000).Select(i => new ModelResource($"x{i}", C))]);

        Assert.Contains("and 997 more", message, StringComparison.Ordinal);
        Assert.True(message.Length < 300);
    }

    private static JsonObject Resource(JsonObject statement) => statement["predicate"]!["resources"]![0]!.AsObject();

    private static string Difference(ModelResource[] found)
    {
        var refusal = Assert.Throws<ModelSignatureException>(() => ManifestComparison.RequireSame(Manifest, found));
        Assert.Equal(SignatureFault.FilesDiffer, refusal.Fault);
        return refusal.Message;
    }
}
