using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Freehold.Client;
using Freehold.Inference.Training.Starter.Evaluation;
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

/// <summary>What <c>models import --json</c> writes.</summary>
/// <param name="Path">The file written.</param>
/// <param name="Name">The model's name.</param>
/// <param name="Family">Its family.</param>
/// <param name="Encoding">How its matrices are stored.</param>
/// <param name="Parameters">Number of weights.</param>
/// <param name="Bytes">Length of the file.</param>
/// <param name="SourceBytes">Bytes of the weights that it was made from.</param>
/// <param name="Sha256">Digest of the file, as the gateway reports it of a model that runs.</param>
/// <param name="SourceSha256">Digest of the weights that it was made from.</param>
/// <param name="F16Tensors">Matrices whose rows are not a whole number of blocks, stored as F16.</param>
/// <param name="Tokenizer">Whether the file holds a tokenizer.</param>
internal sealed record ImportReport(
    string Path, string Name, string Family, string Encoding, long Parameters, long Bytes, long SourceBytes, string Sha256,
    string SourceSha256, IReadOnlyList<string> F16Tensors, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] bool Tokenizer);

/// <summary>What <c>label train --json</c> writes.</summary>
internal sealed record LabelTrainReport(string Path, int Bytes, int Seed, int Texts);

/// <summary>A span as <c>label scan --json</c> writes it; positions count UTF-16 characters.</summary>
internal sealed record LabelSpan(
    string Kind, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int Start, int Length, string Text);

/// <summary>What <c>label eval --json</c> writes.</summary>
/// <param name="F1">Over all spans; same kind and an overlap of at least half.</param>
/// <param name="RecallFormatted">Over the kinds that a format gives away.</param>
/// <param name="F1Exact">Over all spans; the same characters.</param>
/// <param name="Precision">Beside <paramref name="F1"/>.</param>
/// <param name="Recall">Beside <paramref name="F1"/>.</param>
/// <param name="Texts">Number of texts.</param>
/// <param name="UnknownKinds">Marked spans of unknown kinds, which count nowhere.</param>
/// <param name="Kinds">The same for each kind.</param>
internal sealed record LabelEvalReport(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double F1,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double RecallFormatted,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double F1Exact,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double Precision,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double Recall,
    int Texts, int UnknownKinds, Dictionary<string, LabelKindReport> Kinds);

/// <summary>One kind of <see cref="LabelEvalReport"/>.</summary>
internal sealed record LabelKindReport(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int Marked,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double Precision,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double Recall,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double F1,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double F1Exact);

/// <summary>What <c>train starter --json</c> writes.</summary>
/// <param name="Path">The file written.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its digest, as the gateway reports it of a model that runs.</param>
/// <param name="Parameters">Number of weights.</param>
/// <param name="Steps">Steps of training.</param>
/// <param name="Dialogs">Dialogs learned from.</param>
/// <param name="Tokens">Tokens of them.</param>
/// <param name="FinalLoss">Mean loss of the last step, in nats a token.</param>
internal sealed record StarterTrainReport(
    string Path, long Bytes, string Sha256, long Parameters, int Steps, int Dialogs, long Tokens, double FinalLoss);

/// <summary>What <c>policy check --json</c> writes.</summary>
/// <param name="Faults">Everything that is wrong, in the order of the lines; empty for a valid policy.</param>
internal sealed record PolicyCheckReport(IReadOnlyList<PolicyFaultView> Faults);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(BacktestJson))]
[JsonSerializable(typeof(ChatReport))]
[JsonSerializable(typeof(ImportReport))]
[JsonSerializable(typeof(KeyRevoked))]
[JsonSerializable(typeof(LabelEvalReport))]
[JsonSerializable(typeof(LabelSpan[]))]
[JsonSerializable(typeof(LabelTrainReport))]
[JsonSerializable(typeof(PolicyCheckReport))]
[JsonSerializable(typeof(SchemaReport))]
[JsonSerializable(typeof(StarterFigures))]
[JsonSerializable(typeof(StarterTrainReport))]
internal sealed partial class CliJsonContext : JsonSerializerContext;
