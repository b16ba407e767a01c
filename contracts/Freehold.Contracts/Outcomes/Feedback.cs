namespace Freehold.Contracts.Outcomes;

/// <summary>What somebody thought of an answer; a later event on its outcome.</summary>
[GenerateSerializer, Immutable, Alias("freehold.Feedback")]
public sealed record Feedback
{
    /// <summary>The id of this feedback. The caller chooses it, so that a repeated command is logged once.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The id of the response it is about.</summary>
    [Id(1)] public required string OutcomeId { get; init; }

    /// <summary>The key it came with.</summary>
    [Id(2)] public required string KeyId { get; init; }

    /// <summary>When it came.</summary>
    [Id(3)] public required DateTimeOffset At { get; init; }

    /// <summary>0 (useless) to 1 (right); null where only a label was given.</summary>
    [Id(4)] public double? Score { get; init; }

    /// <summary>The right answer's class, or a word such as <c>accepted</c>; null where only a score was given.</summary>
    [Id(5)] public string? Label { get; init; }

    /// <summary>Free text.</summary>
    [Id(6)] public string? Comment { get; init; }

    /// <summary>The answer as somebody put it right, without personal data; null where nobody did.</summary>
    [Id(7)] public string? Answer { get; init; }
}
