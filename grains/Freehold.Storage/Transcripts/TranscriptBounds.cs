using Freehold.Contracts.Outcomes;

namespace Freehold.Storage.Transcripts;

/// <summary>How much is kept of what was said, the same for every store.</summary>
/// <remarks>One transcript: <see cref="Transcript.MaxTextBytes"/> and <see cref="Transcript.MaxTurns"/>.</remarks>
public static class TranscriptBounds
{
    /// <summary>Most transcripts of one workload in one log where the log's options do not say; over it the oldest go.</summary>
    public const int MaxPerWorkload = 50_000;

    /// <summary>Most transcripts of one read.</summary>
    public const int MaxRead = 1_000;

    /// <summary>Longest name of a workload; what has a longer one is not recorded.</summary>
    public const int MaxWorkloadLength = 100;

    /// <summary>Longest time for which one is kept, in days.</summary>
    public const int MaxRetentionDays = 3_650;

    /// <summary>Most rows of one transaction of forgetting: appends wait for it.</summary>
    internal const int MaxForgottenAtOnce = 200;
}
