namespace Freehold.Wire;

/// <summary>Tokens that an answer has used, as the gateway counts them.</summary>
/// <param name="PromptTokens">Tokens of the prompt, cached ones included.</param>
/// <param name="CompletionTokens">Tokens generated, hidden reasoning included.</param>
/// <param name="CachedTokens">Tokens of the prompt found in a cache.</param>
public readonly record struct UsageCounts(int PromptTokens, int CompletionTokens, int CachedTokens);
