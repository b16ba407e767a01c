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
        TopK = wire.TopK ?? 0,
        MinP = (float)(wire.MinP ?? 0),
        RepetitionPenalty = (float)(wire.RepetitionPenalty ?? 1),
        BiasedTokens = [.. wire.LogitBias?.Keys ?? []],
        Biases = [.. wire.LogitBias?.Values.Select(bias => (float)bias) ?? []],
        Choices = wire.ChoiceCount,
    };
}
