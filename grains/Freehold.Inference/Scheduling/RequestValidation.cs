namespace Freehold.Inference.Scheduling;

/// <summary>Checks a request's own values, before any work.</summary>
internal static class RequestValidation
{
    /// <summary>The first thing wrong with a request, or null.</summary>
    public static InvalidRequestRefusal? Check(GenerationRequest request, ModelInfo model)
    {
        object?[] prompts = [request.Prompt, request.PromptSegments, request.PromptTokenIds];
        if (prompts.Count(prompt => prompt is not null) != 1)
        {
            return new(
                nameof(request.Prompt), $"give one of it, {nameof(request.PromptSegments)} and {nameof(request.PromptTokenIds)}.");
        }

        if (request.PromptTokenIds?.Any(id => (uint)id >= (uint)model.VocabularySize) == true)
            return new(nameof(request.PromptTokenIds), $"ids go from 0 to {model.VocabularySize - 1}.");
        if (request.MaxTokens < 1)
            return new(nameof(request.MaxTokens), $"{request.MaxTokens} must be 1 or more.");
        if (request.Count is < 1 or > GenerationRequest.MaxCount)
            return new(nameof(request.Count), $"{request.Count} must be 1 to {GenerationRequest.MaxCount}.");
        if (request.Tenant is not { Length: <= GenerationRequest.MaxTenantChars })
            return new(nameof(request.Tenant), $"it must have at most {GenerationRequest.MaxTenantChars} characters.");
        if (request.Stop.Count > GenerationRequest.MaxStopCount)
            return new(nameof(request.Stop), $"at most {GenerationRequest.MaxStopCount} are taken, {request.Stop.Count} were given.");
        if (request.Stop.Any(stop => stop is not { Length: > 0 and <= GenerationRequest.MaxStopChars }))
            return new(nameof(request.Stop), $"each must have 1 to {GenerationRequest.MaxStopChars} characters.");
        if (request.TopLogProbs is < 0 or > GenerationRequest.MaxTopLogProbs)
            return new(nameof(request.TopLogProbs), $"{request.TopLogProbs} must be from 0 to {GenerationRequest.MaxTopLogProbs}.");
        return request.Sampling.Validate(model.VocabularySize);
    }
}
