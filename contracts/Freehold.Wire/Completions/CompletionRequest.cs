namespace Freehold.Wire.Completions;

/// <summary>Body of the legacy <c>POST /v1/completions</c>.</summary>
public sealed record CompletionRequest : GenerationRequest
{
    /// <summary>What to continue.</summary>
    public required CompletionPrompt Prompt { get; init; }

    /// <summary>How many log-probabilities to return per token, 0 to 5; null for none.</summary>
    public int? Logprobs { get; init; }

    /// <summary>Whether the answer repeats the prompt.</summary>
    public bool Echo { get; init; }

    /// <summary>How many candidates to generate on the server, 1 to 20.</summary>
    public int? BestOf { get; init; }

    /// <summary>Text that comes after the insertion.</summary>
    public string? Suffix { get; init; }
}
