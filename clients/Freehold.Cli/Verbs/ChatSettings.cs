using Freehold.Client;
using Freehold.Wire.Chat;

namespace Freehold.Cli.Verbs;

/// <summary>What one run of <c>chat</c> asks with.</summary>
internal sealed record ChatSettings
{
    public required string Model { get; init; }

    public string? System { get; init; }

    public int? MaxTokens { get; init; }

    public double? Temperature { get; init; }

    public long? Seed { get; init; }

    public bool Verbose { get; init; }

    public required CallOptions Call { get; init; }

    public static ChatMessage Say(ChatRole role, string text) => new() { Role = role, Content = new ChatContent(text) };

    /// <summary>How every conversation begins.</summary>
    public IEnumerable<ChatMessage> Opening() => System is { } text ? [Say(ChatRole.System, text)] : [];

    public ChatCompletionRequest Request(IReadOnlyList<ChatMessage> messages) => new()
    {
        Model = Model,
        Messages = messages,
        MaxCompletionTokens = MaxTokens,
        Temperature = Temperature,
        Seed = Seed,
    };
}
