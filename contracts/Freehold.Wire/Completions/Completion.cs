using System.Text.Json.Serialization;
using Freehold.Wire.Json;

namespace Freehold.Wire.Completions;

/// <summary>Answer of <c>POST /v1/completions</c>; OpenAI uses the same form for each event of a stream.</summary>
public sealed record Completion
{
    /// <summary>Id of the answer, to be named in feedback.</summary>
    public required string Id { get; init; }

    /// <summary>Always <c>text_completion</c>.</summary>
    public string Object { get; init; } = "text_completion";

    /// <summary>When it was made, in Unix seconds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long Created { get; init; }

    /// <summary>The model that answered.</summary>
    public required string Model { get; init; }

    /// <summary>The choices; empty in the usage chunk of a stream.</summary>
    public required IReadOnlyList<CompletionChoice> Choices { get; init; }

    /// <summary>Tokens used.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>Identifies the weights and settings that answered.</summary>
    public string? SystemFingerprint { get; init; }
}

/// <summary>One of the answers asked for.</summary>
public sealed record CompletionChoice
{
    /// <summary>The text, or what a chunk adds to it.</summary>
    public required string Text { get; init; }

    /// <summary>Position, counted from 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int Index { get; init; }

    /// <summary>Log-probabilities, unread.</summary>
    public RawJson Logprobs { get; init; }

    /// <summary>Why it ended; null until it has. See <see cref="FinishReasons"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? FinishReason { get; init; }
}
