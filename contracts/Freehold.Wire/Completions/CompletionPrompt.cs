using System.Text.Json.Serialization;

namespace Freehold.Wire.Completions;

/// <summary>One or more prompts, each as text or as token ids. Exactly one of the two lists is set.</summary>
[JsonConverter(typeof(CompletionPromptConverter))]
public sealed record CompletionPrompt
{
    /// <summary>Prompts sent as text.</summary>
    /// <param name="texts">At least one.</param>
    public CompletionPrompt(IReadOnlyList<string> texts) => Texts = texts;

    /// <summary>Prompts sent as token ids of the model's tokenizer.</summary>
    /// <param name="tokens">At least one.</param>
    public CompletionPrompt(IReadOnlyList<int[]> tokens) => Tokens = tokens;

    /// <summary>The prompts as text.</summary>
    public IReadOnlyList<string>? Texts { get; }

    /// <summary>The prompts as token ids.</summary>
    public IReadOnlyList<int[]>? Tokens { get; }

    /// <summary>Number of prompts.</summary>
    public int Count => Texts?.Count ?? Tokens?.Count ?? 0;
}
