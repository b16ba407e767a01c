namespace Freehold.Contracts.Outcomes;

/// <summary>Names of the streams that wake consumers of the log. A stream's key is the tenant.</summary>
public static class OutcomeStreams
{
    /// <summary>The stream provider, on both runtimes.</summary>
    public const string Provider = "freehold";

    /// <summary>The namespace of the wake-ups after appends.</summary>
    public const string Outcomes = "outcomes";
}

/// <summary>There is something new in a log. It carries no data: the log is the truth.</summary>
[GenerateSerializer, Immutable, Alias("freehold.OutcomesAppended")]
public sealed record OutcomesAppended
{
    /// <summary>The shard that grew.</summary>
    [Id(0)] public required int Shard { get; init; }

    /// <summary>Its last sequence.</summary>
    [Id(1)] public required long LastSequence { get; init; }
}
