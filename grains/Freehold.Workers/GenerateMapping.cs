using Freehold.Contracts.Inference;
using Freehold.Inference;
using Freehold.Inference.Constraints;
using Freehold.Inference.Sampling;

namespace Freehold.Workers;

/// <summary>What the house asks for, in the engine's words, and what the engine says, in the house's.</summary>
internal static class GenerateMapping
{
    /// <summary>Adds to a prompt all else that a request asks for.</summary>
    public static GenerationRequest ToGeneration(GenerateRequest request, GenerationRequest prompt) => prompt with
    {
        MaxTokens = request.MaxTokens,
        Stop = request.Stop,
        Tenant = request.Tenant,
        Count = request.Choices,
        TopLogProbs = request.TopLogprobs,
        ResponseFormat = ToFormat(request),
        Sampling = new SamplingOptions
        {
            Temperature = request.TopP > 0 ? request.Temperature : 0, // A mass of 0 leaves the likeliest token, as greedy does.
            TopP = request.TopP > 0 ? request.TopP : 1,
            TopK = request.TopK,
            MinP = request.MinP,
            Seed = request.Seed,
            RepetitionPenalty = request.RepetitionPenalty,
            PresencePenalty = request.PresencePenalty,
            FrequencyPenalty = request.FrequencyPenalty,
            LogitBias = request.BiasedTokens.Zip(request.Biases).ToDictionary(pair => pair.First, pair => pair.Second),
        },
    };

    public static TokenBatch ToBatch(GeneratedTokens tokens) => new()
    {
        Choice = tokens.Index,
        Text = tokens.Text,
        Tokens = tokens.LogProbCount,
        LogProbSum = tokens.LogProbSum,
        Chances = [.. tokens.LogProbs.Select(token => new ChosenToken { Token = ToChance(token.Chosen), Top = [.. token.Top.Select(ToChance)] })],
    };

    /// <summary>The field of the API that a value of the engine's came from; null where it came from none.</summary>
    public static string? ParameterOf(InvalidRequestRefusal invalid) => invalid.Parameter switch
    {
        nameof(GenerationRequest.ResponseFormat) => "response_format",
        nameof(GenerationRequest.Count) => "n",
        nameof(GenerationRequest.TopLogProbs) => "top_logprobs",
        nameof(SamplingOptions.LogitBias) => "logit_bias",
        _ => null,
    };

    private static ResponseFormat ToFormat(GenerateRequest request) => request.ResponseFormat switch
    {
        "json_object" => ResponseFormat.JsonObject,
        "json_schema" => ResponseFormat.JsonSchema(request.ResponseSchema ?? ""),
        _ => ResponseFormat.Text,
    };

    private static TokenChance ToChance(TokenLogProb token) => new() { Bytes = token.Bytes.ToArray(), LogProb = token.LogProb };
}
