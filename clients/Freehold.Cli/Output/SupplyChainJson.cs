using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Freehold.Inference.Vetting;
using Freehold.Wire.Registry;

namespace Freehold.Cli.Output;

/// <summary>What <c>models sign</c> and <c>models verify</c> write with <c>--json</c>.</summary>
/// <param name="Signature">The bundle.</param>
/// <param name="Name">The model's name in it.</param>
/// <param name="Files">How many files are signed.</param>
/// <param name="Sha256">Digest over the digests of all of them.</param>
internal sealed record SignatureReport(string Signature, string Name, int Files, string Sha256);

/// <summary>The JSON of the verbs about signatures, vetting and versions, with text as UTF-8 instead of escapes.</summary>
internal static class SupplyChainJson
{
    public static SupplyChainJsonContext Own { get; } = new(Readable(SupplyChainJsonContext.Default.Options));

    public static RegistryJson Registry { get; } = new(Readable(RegistryJson.Default.Options));

    private static JsonSerializerOptions Readable(JsonSerializerOptions options) =>
        new(options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(SignatureReport))]
[JsonSerializable(typeof(VettingReport))]
internal sealed partial class SupplyChainJsonContext : JsonSerializerContext;
