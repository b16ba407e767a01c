using Freehold.Wire.Completions;

namespace Freehold.Wire.Embeddings;

/// <summary>Body of <c>POST /v1/embeddings</c>.</summary>
public sealed record EmbeddingsRequest
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>The texts, in the four forms that a legacy prompt has too.</summary>
    public required CompletionPrompt Input { get; init; }

    /// <summary>True: vectors as base64 of little-endian 32-bit numbers (<c>encoding_format</c>); false: as JSON numbers.</summary>
    public bool AsBase64 { get; init; }

    /// <summary>Numbers in a vector; null: the model's own.</summary>
    public int? Dimensions { get; init; }
}
