namespace Freehold.Contracts.Outcomes;

/// <summary>Which outcomes to read.</summary>
[GenerateSerializer, Immutable, Alias("freehold.OutcomeQuery")]
public sealed record OutcomeQuery
{
    /// <summary>Most outcomes of one page.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>How many, 1 to <see cref="MaxLimit"/>.</summary>
    [Id(0)] public int Limit { get; init; } = 50;

    /// <summary>Only those with a greater sequence, oldest first; null: the newest, newest first.</summary>
    [Id(1)] public long? After { get; init; }

    /// <summary>With <see cref="After"/> null: only those with a smaller sequence.</summary>
    [Id(2)] public long? Before { get; init; }

    /// <summary>Only the one with this id.</summary>
    [Id(3)] public string? Id { get; init; }
}

/// <summary>Some outcomes.</summary>
[GenerateSerializer, Immutable, Alias("freehold.OutcomePage")]
public sealed record OutcomePage
{
    /// <summary>The outcomes, in the query's order.</summary>
    [Id(0)] public required LoggedOutcome[] Outcomes { get; init; }

    /// <summary>True where the log holds more in that direction.</summary>
    [Id(1)] public required bool HasMore { get; init; }
}

/// <summary>An outcome with its place in the log and what was said of it since.</summary>
[GenerateSerializer, Immutable, Alias("freehold.LoggedOutcome")]
public sealed record LoggedOutcome
{
    /// <summary>Its place in the log.</summary>
    [Id(0)] public required long Sequence { get; init; }

    /// <summary>The outcome.</summary>
    [Id(1)] public required Outcome Outcome { get; init; }

    /// <summary>Feedback on it, oldest first; at most <see cref="MaxFeedback"/> of them.</summary>
    [Id(2)] public Feedback[] Feedback { get; init; } = [];

    /// <summary>Most feedback that is kept for one outcome.</summary>
    public const int MaxFeedback = 20;
}
