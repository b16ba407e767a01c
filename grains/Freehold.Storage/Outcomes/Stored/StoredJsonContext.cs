using System.Text.Json.Serialization;
using Freehold.Contracts.Outcomes;

namespace Freehold.Storage.Outcomes.Stored;

// A NaN must not cost an outcome its place in the log.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Outcome))]
[JsonSerializable(typeof(Feedback))]
internal sealed partial class StoredJsonContext : JsonSerializerContext;
