using System.Text.Json.Serialization;

namespace Freehold.Wire.Chat;

/// <summary>Log-probabilities of a choice.</summary>
/// <param name="Content">One entry per token of the content.</param>
public sealed record ChoiceLogprobs(IReadOnlyList<TokenLogprob>? Content);

/// <summary>Log-probability of a generated token, and of what else could have stood there.</summary>
public sealed record TokenLogprob
{
    /// <summary>The token as text; may be the replacement character where a token is part of one.</summary>
    public required string Token { get; init; }

    /// <summary>Natural logarithm of its probability.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double Logprob { get; init; }

    /// <summary>The token's UTF-8 bytes, each as a number; null when it has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<int>? Bytes { get; init; }

    /// <summary>The likeliest tokens here, the likeliest first; empty when none were asked for.</summary>
    public IReadOnlyList<TokenLogprob>? TopLogprobs { get; init; }
}
