namespace Freehold.Inference;

/// <summary>Texts to embed: either <see cref="Texts"/> or <see cref="TokenIds"/>.</summary>
public sealed record EmbeddingRequest
{
    /// <summary>Most texts of one request; OpenAI's bound.</summary>
    public const int MaxInputs = 2048;

    /// <summary>Most tokens of one request, over all its texts; OpenAI's bound.</summary>
    public const int MaxTokens = 300_000;

    /// <summary>The texts. They are framed as the model was trained to see them ([CLS] text [SEP]).</summary>
    public IReadOnlyList<string>? Texts { get; init; }

    /// <summary>The texts as token ids, taken as they are.</summary>
    public IReadOnlyList<int[]>? TokenIds { get; init; }
}

/// <summary>How a request for embeddings ended.</summary>
public abstract record EmbeddingOutcome;

/// <summary>The embeddings.</summary>
/// <param name="Vectors">[texts][Dimensions], each of length 1 (L2), in the order of the texts</param>
/// <param name="PromptTokens">Tokens of all texts, framing included.</param>
/// <param name="QueueMs">Time until work on it began.</param>
public sealed record EmbeddingsMade(float[][] Vectors, int PromptTokens, double QueueMs) : EmbeddingOutcome;

/// <summary>The request was not taken.</summary>
/// <param name="Refusal">Why.</param>
public sealed record EmbeddingsRefused(EngineRefusal Refusal) : EmbeddingOutcome;
