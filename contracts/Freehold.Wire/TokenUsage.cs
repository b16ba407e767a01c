using System.Text.Json.Serialization;

namespace Freehold.Wire;

/// <summary>Tokens that an answer has used.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record TokenUsage
{
    /// <summary>Tokens of the prompt, cached ones included.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int PromptTokens { get; init; }

    /// <summary>Tokens generated, hidden reasoning included.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int CompletionTokens { get; init; }

    /// <summary>Both together.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int TotalTokens { get; init; }

    /// <summary>Details of the prompt; null when the server gives none.</summary>
    public PromptTokensDetails? PromptTokensDetails { get; init; }
}

/// <summary>Details of the prompt's tokens.</summary>
public sealed record PromptTokensDetails
{
    /// <summary>Tokens found in the server's prompt cache, usually cheaper.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int CachedTokens { get; init; }
}
