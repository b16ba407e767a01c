namespace Freehold.Contracts.Routing;

/// <summary>What kind of place answers.</summary>
[GenerateSerializer, Alias("freehold.CandidateKind")]
public enum CandidateKind
{
    /// <summary>A model in a worker of ours.</summary>
    LocalModel = 0,

    /// <summary>An OpenAI-compatible server: private or proprietary, as its zone says.</summary>
    Provider = 1,

    /// <summary>A rule of the tenant's policy: the gateway answers with its text, and no model is asked.</summary>
    Rule = 2,

    /// <summary>A student that answers one kind of task of one tenant, in a worker of ours.</summary>
    Specialist = 3,
}

/// <summary>A model at a place: one that could answer.</summary>
[GenerateSerializer, Immutable, Alias("freehold.Candidate")]
public sealed record Candidate
{
    /// <summary>The name that clients use: <c>stories</c>, <c>openai/gpt-4o</c>. Unique in a catalog.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The kind of place.</summary>
    [Id(1)] public required CandidateKind Kind { get; init; }

    /// <summary>Where the prompt goes; a name as in <see cref="Zones"/>.</summary>
    [Id(2)] public required string Zone { get; init; }

    /// <summary>The grain that answers: a worker's key, or a provider's name.</summary>
    [Id(3)] public required string Place { get; init; }

    /// <summary>The model's name at that place.</summary>
    [Id(4)] public required string Model { get; init; }

    /// <summary>Other names a client may use for it.</summary>
    [Id(5)] public string[] Aliases { get; init; } = [];

    /// <summary>SHA-256 of the weights, lower-case hex; null where the weights are not ours to see.</summary>
    [Id(6)] public string? Digest { get; init; }

    /// <summary>Tokens of prompt and answer together; 0 where unknown.</summary>
    [Id(7)] public int ContextLength { get; init; }

    /// <summary>Price of a million prompt tokens, in micro-USD.</summary>
    [Id(8)] public long PromptMicroUsdPerMillion { get; init; }

    /// <summary>Price of a million completion tokens, in micro-USD.</summary>
    [Id(9)] public long CompletionMicroUsdPerMillion { get; init; }

    /// <summary>True where <c>auto</c> may choose it.</summary>
    [Id(10)] public bool Automatic { get; init; } = true;

    /// <summary>True for a provider that takes any model name: then <see cref="Model"/> is what <c>auto</c> asks for, or empty.</summary>
    [Id(11)] public bool OpenEnded { get; init; }

    /// <summary>Why it cannot answer at all, as a model file that could not be loaded; null where it can.</summary>
    [Id(12)] public string? Unavailable { get; init; }

    /// <summary>What it needs of its device's memory, in MiB; 0 where nothing is stated.</summary>
    [Id(13)] public int DeviceMemoryMebibytes { get; init; }

    /// <summary>True for a model that embeds texts, and writes none.</summary>
    [Id(14)] public bool Embeds { get; init; }

    /// <summary>SHA-256 of the tenant's adapter that the model answers with, lower-case hex; null for the model as it is.</summary>
    [Id(15)] public string? AdapterDigest { get; init; }
}
