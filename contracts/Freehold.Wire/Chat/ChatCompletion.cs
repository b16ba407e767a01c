using System.Text.Json.Serialization;
using Freehold.Wire.Json;

namespace Freehold.Wire.Chat;

/// <summary>Answer of <c>POST /v1/chat/completions</c> without streaming.</summary>
public sealed record ChatCompletion
{
    /// <summary>Id of the answer, to be named in feedback.</summary>
    public required string Id { get; init; }

    /// <summary>Always <c>chat.completion</c>.</summary>
    public string Object { get; init; } = "chat.completion";

    /// <summary>When it was made, in Unix seconds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long Created { get; init; }

    /// <summary>The model that answered.</summary>
    public required string Model { get; init; }

    /// <summary>The choices, in the order of their indices.</summary>
    public required IReadOnlyList<ChatChoice> Choices { get; init; }

    /// <summary>Tokens used.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>Identifies the weights and settings that answered.</summary>
    public string? SystemFingerprint { get; init; }
}

/// <summary>One of the answers asked for.</summary>
public sealed record ChatChoice
{
    /// <summary>Position, counted from 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int Index { get; init; }

    /// <summary>What the model says.</summary>
    public required ChatAnswerMessage Message { get; init; }

    /// <summary>Log-probabilities, when asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public ChoiceLogprobs? Logprobs { get; init; }

    /// <summary>Why it ended: see <see cref="FinishReasons"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? FinishReason { get; init; }
}

/// <summary>What the model says.</summary>
public sealed record ChatAnswerMessage
{
    /// <summary>Always <c>assistant</c>.</summary>
    public string Role { get; init; } = "assistant";

    /// <summary>The text; null when the model only calls tools.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Content { get; init; }

    /// <summary>Why the model declines.</summary>
    public string? Refusal { get; init; }

    /// <summary>The tool calls, unread.</summary>
    public RawJson ToolCalls { get; init; }
}
