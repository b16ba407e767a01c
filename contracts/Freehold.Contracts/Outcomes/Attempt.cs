namespace Freehold.Contracts.Outcomes;

/// <summary>How one attempt at one candidate ended.</summary>
[GenerateSerializer, Alias("freehold.AttemptResult")]
public enum AttemptResult
{
    /// <summary>Its answer went to the client.</summary>
    Answered = 0,

    /// <summary>It failed, and it is its fault.</summary>
    Failed = 1,

    /// <summary>Its answer was not confident enough, and the next candidate was asked.</summary>
    Escalated = 2,

    /// <summary>It refused the request, and it is the request's fault.</summary>
    Refused = 3,

    /// <summary>The client went away.</summary>
    Cancelled = 4,

    /// <summary>It had no room for another request.</summary>
    Busy = 5,

    /// <summary>The silo that worked on it went away: nobody's fault.</summary>
    Lost = 6,
}

/// <summary>One candidate tried for one request.</summary>
[GenerateSerializer, Immutable, Alias("freehold.Attempt")]
public sealed record Attempt
{
    /// <summary>The candidate's id.</summary>
    [Id(0)] public required string Candidate { get; init; }

    /// <summary>How it ended.</summary>
    [Id(1)] public required AttemptResult Result { get; init; }

    /// <summary>What went wrong, in words.</summary>
    [Id(2)] public string? Detail { get; init; }

    /// <summary>Tokens of the prompt.</summary>
    [Id(3)] public int PromptTokens { get; init; }

    /// <summary>Tokens it generated.</summary>
    [Id(4)] public int CompletionTokens { get; init; }

    /// <summary>What it cost, in micro-USD.</summary>
    [Id(5)] public long CostMicroUsd { get; init; }

    /// <summary>From its start to its end, in milliseconds.</summary>
    [Id(6)] public double LatencyMs { get; init; }

    /// <summary>Mean log-probability of its tokens (natural logarithm), where the model is ours.</summary>
    [Id(7)] public double? Confidence { get; init; }

    /// <summary>Time in the worker's queue, in milliseconds.</summary>
    [Id(8)] public double QueueTimeMs { get; init; }

    /// <summary>The probability that its answer is right, as calibrated, 0 to 1; null where it was not judged.</summary>
    [Id(9)] public double? Probability { get; init; }

    /// <summary>The calibration that said so; 0 for what is assumed before there is one.</summary>
    [Id(10)] public long? CalibrationVersion { get; init; }

    /// <summary>What its answer tells of whether it is right: <c>AnswerSignals.ToBytes</c>; null where the model is not ours.</summary>
    [Id(11)] public byte[]? Signals { get; init; }
}
