using Freehold.Contracts.Distillation;

namespace Freehold.Contracts.Outcomes;

/// <summary>What a request showed of its workload's student.</summary>
[GenerateSerializer, Immutable, Alias("freehold.StudentTrace")]
public sealed record StudentTrace
{
    /// <summary>Longest <see cref="Answer"/>.</summary>
    public const int MaxAnswerLength = 64;

    /// <summary>The student's version.</summary>
    [Id(0)] public required string Version { get; init; }

    /// <summary>SHA-256 of its artifact, lower-case hex.</summary>
    [Id(1)] public required string Digest { get; init; }

    /// <summary>One of <see cref="StudentArms"/>.</summary>
    [Id(2)] public required string Arm { get; init; }

    /// <summary>What it said: a class as it is, anything else by the first 16 hex digits of its SHA-256; null where it said nothing.</summary>
    [Id(3)] public string? Answer { get; init; }

    /// <summary>True where it said what the teacher said; null where there was nothing to compare.</summary>
    [Id(4)] public bool? Agrees { get; init; }

    /// <summary>The probability that it is right, as it says itself, 0 to 1; null where it said nothing.</summary>
    [Id(5)] public double? Probability { get; init; }

    /// <summary>True where its answer would have gone out, or has.</summary>
    [Id(6)] public bool WouldServe { get; init; }

    /// <summary>How long it took, in milliseconds; null where it was not asked or gave no answer in time.</summary>
    [Id(7)] public double? LatencyMs { get; init; }

    /// <summary>Why it said nothing, where that was a failure of its own; null else.</summary>
    [Id(8)] public string? Error { get; init; }

    /// <summary>The probability with which the request was in this arm, 0 to 1.</summary>
    [Id(9)] public double Propensity { get; init; } = 1;
}
