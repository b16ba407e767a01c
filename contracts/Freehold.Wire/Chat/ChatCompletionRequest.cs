using System.Text.Json.Serialization;
using Freehold.Wire.Json;

namespace Freehold.Wire.Chat;

/// <summary>
/// Body of <c>POST /v1/chat/completions</c>: the documented fields that a local model or the router looks at. The others
/// travel to providers in the original bytes.
/// </summary>
public sealed record ChatCompletionRequest : GenerationRequest
{
    /// <summary>The conversation, oldest first; never empty.</summary>
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>Most tokens to generate, hidden reasoning included.</summary>
    public int? MaxCompletionTokens { get; init; }

    /// <summary>Whether to return log-probabilities of the generated tokens.</summary>
    public bool Logprobs { get; init; }

    /// <summary>How many alternatives to return at each token, 0 to 20; needs <see cref="Logprobs"/>.</summary>
    public int? TopLogprobs { get; init; }

    /// <summary>Up to 16 pairs of the client's own.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>The tools, unread.</summary>
    public RawJson Tools { get; init; }

    /// <summary>Which tool to call, unread.</summary>
    public RawJson ToolChoice { get; init; }

    /// <summary>The form that the answer must have, unread.</summary>
    public RawJson ResponseFormat { get; init; }

    /// <inheritdoc />
    [JsonIgnore]
    public override int? OutputTokenLimit => MaxCompletionTokens ?? MaxTokens;
}
