using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Freehold.Client;
using Freehold.Wire.Admin;
using Freehold.Wire.Chat;
using Freehold.Wire.Json;

namespace Freehold.Cli.Output;

/// <summary>The JSON that the verbs write: the gateway's own messages, with text as UTF-8 instead of escapes.</summary>
internal static class CliJson
{
    public static AdminJson Admin { get; } = new(Readable(AdminJson.Default.Options));

    public static WireJsonContext Wire { get; } = new(Readable(WireJsonContext.Default.Options));

    public static CliJsonContext Own { get; } = new(Readable(CliJsonContext.Default.Options));

    private static JsonSerializerOptions Readable(JsonSerializerOptions options) =>
        new(options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

/// <summary>What <c>chat --json</c> writes.</summary>
/// <param name="Completion">The answer as OpenAI's API has it.</param>
/// <param name="Route">Who answered, why, and what it cost.</param>
internal sealed record ChatReport(ChatCompletion Completion, RouteInfo Route);

/// <summary>What a verb writes whose call answers nothing.</summary>
/// <param name="Revoked">The id of the revoked key.</param>
internal sealed record KeyRevoked(string Revoked);

/// <summary>What <c>db upgrade --json</c> writes once the schema is what this program needs.</summary>
/// <param name="Database">Which database it is, without the password.</param>
/// <param name="From">The version found; 0: an empty database. Left out by <c>--check</c>.</param>
/// <param name="To">The version left. Left out by <c>--check</c>.</param>
internal sealed record SchemaReport(string Database, int? From, int? To);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ChatReport))]
[JsonSerializable(typeof(KeyRevoked))]
[JsonSerializable(typeof(SchemaReport))]
internal sealed partial class CliJsonContext : JsonSerializerContext;
