using Freehold.Contracts.Inference;
using Freehold.Wire;

namespace Freehold.Gateway.Inference;

/// <summary>The fields that both APIs hand to a local model alike.</summary>
internal static class SamplingFields
{
    public static GenerateRequest From(GenerationRequest wire) => new()
    {
        Tenant = "",
        Model = "",
        MaxTokens = wire.OutputTokenLimit,
        Temperature = (float)(wire.Temperature ?? 1),
        TopP = (float)(wire.TopP ?? 1),
        Seed = wire.Seed,
        Stop = [.. wire.Stop ?? []],
        PresencePenalty = (float)(wire.PresencePenalty ?? 0),
        FrequencyPenalty = (float)(wire.FrequencyPenalty ?? 0),
    };

    /// <summary>A shared field that asks for what a local model cannot do yet.</summary>
    public static string? FindProviderOnlyParam(GenerationRequest wire) =>
        wire.ChoiceCount > 1 ? "n" : wire.LogitBias is { Count: > 0 } ? "logit_bias" : null;
}
