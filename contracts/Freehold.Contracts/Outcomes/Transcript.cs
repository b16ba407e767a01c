namespace Freehold.Contracts.Outcomes;

/// <summary>
/// What was said in one exchange, as it may become training data: only where the tenant's policy permits it for the request's label.
/// </summary>
/// <remarks>
/// It travels in its <see cref="Outcome"/> and is stored beside it, in the same transaction, but never in the log's event: an event is
/// there for ever, a transcript can be forgotten.
/// </remarks>
[GenerateSerializer, Immutable, Alias("freehold.Transcript")]
public sealed record Transcript
{
    /// <summary>Largest transcript: bytes of all its texts in UTF-8. What is larger is not recorded.</summary>
    public const int MaxTextBytes = 64 << 10;

    /// <summary>Most turns of a transcript. What has more is not recorded.</summary>
    public const int MaxTurns = 256;

    /// <summary>The prompt, oldest turn first.</summary>
    [Id(0)] public required TranscriptTurn[] Turns { get; init; }

    /// <summary>The answer, as the client got it.</summary>
    [Id(1)] public required string Answer { get; init; }

    /// <summary>True where personal data was replaced in it, which cannot be undone.</summary>
    [Id(2)] public bool Redacted { get; init; }

    /// <summary>Days for which it is kept, from the outcome's time on; 1 and more.</summary>
    [Id(3)] public int RetentionDays { get; init; } = 90;
}

/// <summary>One turn of a prompt.</summary>
[GenerateSerializer, Immutable, Alias("freehold.TranscriptTurn")]
public sealed record TranscriptTurn
{
    /// <summary>Who speaks: <c>system</c>, <c>user</c> or <c>assistant</c>.</summary>
    [Id(0)] public required string Role { get; init; }

    /// <summary>The text.</summary>
    [Id(1)] public required string Content { get; init; }
}
