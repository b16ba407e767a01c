using Freehold.Inference.Sampling;

namespace Freehold.Inference;

/// <summary>What to generate. Give either <see cref="Prompt"/> or <see cref="PromptTokenIds"/>.</summary>
public sealed record GenerationRequest
{
    /// <summary>Most stop sequences of a request.</summary>
    public const int MaxStopCount = 16;

    /// <summary>Longest stop sequence, in UTF-16 characters.</summary>
    public const int MaxStopChars = 256;

    /// <summary>Text to continue. The beginning-of-text token is put in front where the vocabulary asks for one.</summary>
    public string? Prompt { get; init; }

    /// <summary>
    /// True where the prompt is a rendered chat template, so that control tokens written out in it are read as such. Leave it false for a
    /// text that a user wrote.
    /// </summary>
    public bool ParseControlTokens { get; init; }

    /// <summary>Tokens to continue, taken as they are.</summary>
    public IReadOnlyList<int>? PromptTokenIds { get; init; }

    /// <summary>Most tokens to generate; null: as many as the context holds, which also bounds any other number.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Texts that end the answer; they may span tokens, and are not part of it.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>How each token is chosen. Greedy by default.</summary>
    public SamplingOptions Sampling { get; init; } = new();
}
