namespace Freehold.Wire.Routing;

/// <summary>Body of <c>POST /v1/route/explain</c> where it is no chat request: the prompt alone.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Model">The model that the client would name; null: <c>auto</c>.</param>
public sealed record ExplainRequest(string Prompt, string? Model = null);

/// <summary>
/// Answer of <c>POST /v1/route/explain</c>: how a request would be routed now. Nothing of its text is in it, and nobody was asked.
/// </summary>
public sealed record RouteExplanation
{
    /// <summary>Always <c>route.explanation</c>.</summary>
    public string Object { get; init; } = "route.explanation";

    /// <summary>The label that it would run under.</summary>
    public required string Label { get; init; }

    /// <summary>Names of the kinds of sensitive data that were found.</summary>
    public required IReadOnlyList<string> SensitiveKinds { get; init; }

    /// <summary>Why its text could not be analysed, so that the strictest label holds; null where it was.</summary>
    public string? LabelFailure { get; init; }

    /// <summary><c>reversible</c> where placeholders would stand for what was found on the way to a provider, else <c>none</c>.</summary>
    public required string Redaction { get; init; }

    /// <summary>The kind of task; null where it is not known.</summary>
    public string? Workload { get; init; }

    /// <summary>How sure that is, 0 to 1; 1 where the request names it.</summary>
    public required double WorkloadConfidence { get; init; }

    /// <summary>The rule that would answer; null where none would.</summary>
    public string? Rule { get; init; }

    /// <summary>The rules, by the digest of their set; null where none would answer.</summary>
    public string? RuleVersion { get; init; }

    /// <summary>The policy's version.</summary>
    public required int PolicyVersion { get; init; }

    /// <summary>The learned weights' version; null where nothing was learned.</summary>
    public string? WeightsVersion { get; init; }

    /// <summary>Tokens of the prompt, estimated.</summary>
    public required int PromptTokens { get; init; }

    /// <summary>The decision in words.</summary>
    public required string Decision { get; init; }

    /// <summary>Why nobody may answer; null where somebody may.</summary>
    public string? Refusal { get; init; }

    /// <summary>Everybody who was considered: those that may be tried in their order, then those that may not.</summary>
    public required IReadOnlyList<ExplainedCandidate> Candidates { get; init; }
}

/// <summary>One who was considered.</summary>
public sealed record ExplainedCandidate
{
    /// <summary>Its name.</summary>
    public required string Id { get; init; }

    /// <summary>Where the prompt would go; null where it may not go there.</summary>
    public string? Zone { get; init; }

    /// <summary>Whether it may be tried.</summary>
    public required bool Allowed { get; init; }

    /// <summary>Why at this place, or why not at all.</summary>
    public required string Reason { get; init; }

    /// <summary>Expected quality, 0 to 1; null where nothing is known.</summary>
    public double? ExpectedQuality { get; init; }

    /// <summary>The standard error of it.</summary>
    public double? QualityDeviation { get; init; }

    /// <summary>Expected cost, in micro-USD.</summary>
    public long? ExpectedCostMicroUsd { get; init; }

    /// <summary>Expected latency (95th percentile), in milliseconds; null where nothing is known.</summary>
    public double? ExpectedLatencyMs { get; init; }

    /// <summary>The probability with which it would be put first.</summary>
    public required double Propensity { get; init; }

    /// <summary>Its answer is kept where it is right with this probability; null: as it is.</summary>
    public double? KeepAtProbability { get; init; }
}
