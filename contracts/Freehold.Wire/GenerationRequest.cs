using System.Text.Json.Serialization;

namespace Freehold.Wire;

/// <summary>What chat and legacy completions have in common. Absent and null fields are null; defaults are the model's to choose.</summary>
public abstract record GenerationRequest
{
    /// <summary>Name of the model, or <c>auto</c>.</summary>
    public required string Model { get; init; }

    /// <summary>Most tokens to generate. In chat it is superseded by <c>max_completion_tokens</c>.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Sampling temperature, 0 to 2; 0 is greedy.</summary>
    public double? Temperature { get; init; }

    /// <summary>Nucleus sampling mass, 0 to 1.</summary>
    public double? TopP { get; init; }

    /// <summary>How many choices to generate, 1 to 128.</summary>
    public int? N { get; init; }

    /// <summary>Stop sequences, at most 4; a single string is read as one of them.</summary>
    [JsonConverter(typeof(Json.StringOrArrayConverter))]
    public IReadOnlyList<string>? Stop { get; init; }

    /// <summary>Whether to answer with server-sent events.</summary>
    public bool Stream { get; init; }

    /// <summary>Options of a streamed answer.</summary>
    public StreamOptions? StreamOptions { get; init; }

    /// <summary>Seed of the sampler.</summary>
    public long? Seed { get; init; }

    /// <summary>Penalty of tokens already present, -2 to 2.</summary>
    public double? PresencePenalty { get; init; }

    /// <summary>Penalty of tokens by their count, -2 to 2.</summary>
    public double? FrequencyPenalty { get; init; }

    /// <summary>Added to the logits of the tokens named by id, -100 to 100 each.</summary>
    public IReadOnlyDictionary<int, double>? LogitBias { get; init; }

    /// <summary>Keeps the k likeliest tokens, 0 for all; an extension that many servers know.</summary>
    public int? TopK { get; init; }

    /// <summary>Keeps tokens at least this fraction as likely as the likeliest, 0 to 1; an extension that many servers know.</summary>
    public double? MinP { get; init; }

    /// <summary>Divides the logits of tokens that occurred, above 0 to 10; an extension that many servers know.</summary>
    public double? RepetitionPenalty { get; init; }

    /// <summary>The client's own id of its end user.</summary>
    public string? User { get; init; }

    /// <summary>Whether the client asked for the usage chunk at the end of a stream.</summary>
    [JsonIgnore]
    public bool WantsStreamUsage => Stream && StreamOptions is { IncludeUsage: true };

    /// <summary>Most tokens to generate, whichever field named it.</summary>
    [JsonIgnore]
    public virtual int? OutputTokenLimit => MaxTokens;

    /// <summary>Number of choices to generate; 1 unless the client says otherwise.</summary>
    [JsonIgnore]
    public int ChoiceCount => N ?? 1;
}

/// <summary>Options of a streamed answer.</summary>
/// <param name="IncludeUsage">Whether a last chunk with the usage and no choices is wanted.</param>
public sealed record StreamOptions(bool IncludeUsage = false);
