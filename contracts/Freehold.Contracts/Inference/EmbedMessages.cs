namespace Freehold.Contracts.Inference;

/// <summary>Texts that a local model shall embed: either <see cref="Texts"/> or <see cref="TokenIds"/>.</summary>
[GenerateSerializer, Immutable, Alias("freehold.EmbedRequest")]
public sealed record EmbedRequest
{
    /// <summary>For whom.</summary>
    [Id(0)] public required string Tenant { get; init; }

    /// <summary>The model's name at this worker.</summary>
    [Id(1)] public required string Model { get; init; }

    /// <summary>The texts.</summary>
    [Id(2)] public string[]? Texts { get; init; }

    /// <summary>The texts as ids of the model's tokens.</summary>
    [Id(3)] public int[][]? TokenIds { get; init; }

    /// <summary>Numbers in a vector that the client asks for; null: the model's own.</summary>
    [Id(4)] public int? Dimensions { get; init; }
}

/// <summary>The vectors of some texts, or why there are none.</summary>
[GenerateSerializer, Immutable, Alias("freehold.EmbedAnswer")]
public sealed record EmbedAnswer
{
    /// <summary>One for each text, in their order; each of length 1 (L2).</summary>
    [Id(0)] public float[][] Vectors { get; init; } = [];

    /// <summary>Tokens of all texts.</summary>
    [Id(1)] public int PromptTokens { get; init; }

    /// <summary>Time in the queue, in milliseconds.</summary>
    [Id(2)] public double QueueTimeMs { get; init; }

    /// <summary>Set where the request was refused.</summary>
    [Id(3)] public GenerateRefusal? Refusal { get; init; }
}
