using System.Text.Json.Serialization;
using Freehold.Wire.Chat;
using Freehold.Wire.Completions;
using Freehold.Wire.Errors;
using Freehold.Wire.Feedback;
using Freehold.Wire.Models;

namespace Freehold.Wire.Json;

/// <summary>
/// Serializers of every wire message, generated at compile time. Clients and tools use it; the gateway's hot path reads with
/// <see cref="Requests.RequestReader"/> and writes with the writers in <c>Answers</c>.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    MaxDepth = WireJson.MaxDepth)]
[JsonSerializable(typeof(ChatCompletionRequest))]
[JsonSerializable(typeof(ChatCompletion))]
[JsonSerializable(typeof(ChatCompletionChunk))]
[JsonSerializable(typeof(CompletionRequest))]
[JsonSerializable(typeof(Completion))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(ErrorEnvelope))]
[JsonSerializable(typeof(FeedbackRequest))]
[JsonSerializable(typeof(FeedbackReceipt))]
public sealed partial class WireJsonContext : JsonSerializerContext;
