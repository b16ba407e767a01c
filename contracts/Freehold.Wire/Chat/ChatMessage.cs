using System.Text.Json.Serialization;
using Freehold.Wire.Json;

namespace Freehold.Wire.Chat;

/// <summary>One turn of the conversation.</summary>
public sealed record ChatMessage
{
    /// <summary>Who speaks.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required ChatRole Role { get; init; }

    /// <summary>What is said; null for an assistant's turn that only calls tools.</summary>
    public ChatContent? Content { get; init; }

    /// <summary>Name of the speaker, to tell several of one role apart.</summary>
    public string? Name { get; init; }

    /// <summary>The call that a tool's turn answers.</summary>
    public string? ToolCallId { get; init; }

    /// <summary>The calls that an assistant's turn makes, unread.</summary>
    public RawJson ToolCalls { get; init; }
}
