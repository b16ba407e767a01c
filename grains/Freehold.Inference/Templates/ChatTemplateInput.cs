using System.Text.Json;

namespace Freehold.Inference.Templates;

/// <summary>A conversation to render.</summary>
public sealed record ChatTemplateInput
{
    /// <summary>The messages, oldest first.</summary>
    public required IReadOnlyList<ChatTemplateMessage> Messages { get; init; }

    /// <summary>JSON array of the tools that the model may call, as OpenAI's API takes them; null: none.</summary>
    public string? ToolsJson { get; init; }

    /// <summary>Whether the prompt ends with what opens the assistant's turn.</summary>
    public bool AddGenerationPrompt { get; init; } = true;

    /// <summary>Further variables, such as Qwen3's <c>enable_thinking</c>; they take precedence over all others.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Variables { get; init; }
}

/// <summary>One message of a conversation.</summary>
public sealed record ChatTemplateMessage
{
    /// <summary>Who speaks: <c>system</c>, <c>developer</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>.</summary>
    public required string Role { get; init; }

    /// <summary>What is said.</summary>
    public string Content { get; init; } = "";

    /// <summary>
    /// The texts of the content's parts, where it was sent in parts. A template that goes through a content's parts gets them, any other
    /// one gets <see cref="Content"/>.
    /// </summary>
    public IReadOnlyList<string>? Parts { get; init; }

    /// <summary>Name of the speaker or of the tool.</summary>
    public string? Name { get; init; }

    /// <summary>What the assistant thought before it spoke.</summary>
    public string? ReasoningContent { get; init; }

    /// <summary>JSON array of the assistant's calls, as OpenAI's API has them; null: none.</summary>
    public string? ToolCallsJson { get; init; }

    /// <summary>The call whose result this is.</summary>
    public string? ToolCallId { get; init; }
}
