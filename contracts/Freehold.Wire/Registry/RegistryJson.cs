using System.Text.Json.Serialization;

namespace Freehold.Wire.Registry;

/// <summary>JSON of the registry's endpoints: snake_case names, absent fields left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RegistryView))]
[JsonSerializable(typeof(LineageView))]
[JsonSerializable(typeof(RegisterVersionRequest))]
[JsonSerializable(typeof(RollBackVersionRequest))]
public sealed partial class RegistryJson : JsonSerializerContext;
