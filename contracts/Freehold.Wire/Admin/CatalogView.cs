namespace Freehold.Wire.Admin;

/// <summary>Answer of <c>GET /admin/models</c>: everything that could answer in this installation.</summary>
/// <param name="Candidates">Local models first, then providers, each in order of their names.</param>
public sealed record CatalogView(IReadOnlyList<CandidateInfo> Candidates);

/// <summary>A model at a place: one that could answer.</summary>
public sealed record CandidateInfo
{
    /// <summary>The name that clients send as <c>model</c>.</summary>
    public required string Id { get; init; }

    /// <summary><c>local</c> or <c>provider</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Where the prompt goes: <c>device</c>, <c>onprem</c>, <c>region:X</c> or <c>any</c>.</summary>
    public required string Zone { get; init; }

    /// <summary>The model's name at its place; empty for a provider that takes any.</summary>
    public required string Model { get; init; }

    /// <summary>SHA-256 of the weights, lower-case hex; null where they are not ours to see.</summary>
    public string? Digest { get; init; }

    /// <summary>Tokens of prompt and answer together; 0 where unknown.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Price of a million prompt tokens, in micro-USD.</summary>
    public required long PromptMicroUsdPerMillion { get; init; }

    /// <summary>Price of a million completion tokens, in micro-USD.</summary>
    public required long CompletionMicroUsdPerMillion { get; init; }

    /// <summary>Whether <c>auto</c> may choose it.</summary>
    public required bool Automatic { get; init; }

    /// <summary>Why it cannot answer at all; null where it can.</summary>
    public string? Unavailable { get; init; }

    /// <summary>What it did lately; null where it was not tried in the window.</summary>
    public CandidateFigures? Figures { get; init; }
}

/// <summary>What one candidate did in the rolling window.</summary>
public sealed record CandidateFigures
{
    /// <summary>Attempts.</summary>
    public required long Requests { get; init; }

    /// <summary>Attempts that failed by its own fault.</summary>
    public required long Errors { get; init; }

    /// <summary>95th percentile of the latency of attempts that answered, in milliseconds; 0 where none did.</summary>
    public required double LatencyP95Ms { get; init; }

    /// <summary>Mean confidence (mean token log-probability) of the answers that have one.</summary>
    public double? MeanConfidence { get; init; }

    /// <summary>What they cost, in micro-USD.</summary>
    public required long CostMicroUsd { get; init; }

    /// <summary>Tokens of prompts.</summary>
    public required long PromptTokens { get; init; }

    /// <summary>Tokens of answers.</summary>
    public required long CompletionTokens { get; init; }
}
