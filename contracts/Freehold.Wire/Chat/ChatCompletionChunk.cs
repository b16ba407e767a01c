using System.Text.Json.Serialization;
using Freehold.Wire.Json;

namespace Freehold.Wire.Chat;

/// <summary>One event of a streamed chat completion.</summary>
public sealed record ChatCompletionChunk
{
    /// <summary>Id of the answer; the same in all of its chunks.</summary>
    public required string Id { get; init; }

    /// <summary>Always <c>chat.completion.chunk</c>.</summary>
    public string Object { get; init; } = "chat.completion.chunk";

    /// <summary>When the answer was begun, in Unix seconds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long Created { get; init; }

    /// <summary>The model that answers.</summary>
    public required string Model { get; init; }

    /// <summary>What is new in each choice; empty in the usage chunk.</summary>
    public required IReadOnlyList<ChatChunkChoice> Choices { get; init; }

    /// <summary>Tokens used; only in the last chunk, and only when asked for.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>Identifies the weights and settings that answer.</summary>
    public string? SystemFingerprint { get; init; }
}

/// <summary>What is new in one choice.</summary>
public sealed record ChatChunkChoice
{
    /// <summary>Position of the choice, counted from 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int Index { get; init; }

    /// <summary>What is added to the message.</summary>
    public required ChatDelta Delta { get; init; }

    /// <summary>Log-probabilities of the added tokens, when asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public ChoiceLogprobs? Logprobs { get; init; }

    /// <summary>Why it ended; null until it has. See <see cref="FinishReasons"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? FinishReason { get; init; }
}

/// <summary>An addition to a message.</summary>
public sealed record ChatDelta
{
    /// <summary><c>assistant</c> in the first chunk, null after it.</summary>
    public string? Role { get; init; }

    /// <summary>Added text.</summary>
    public string? Content { get; init; }

    /// <summary>Added text of a refusal.</summary>
    public string? Refusal { get; init; }

    /// <summary>Added parts of tool calls, unread.</summary>
    public RawJson ToolCalls { get; init; }
}
