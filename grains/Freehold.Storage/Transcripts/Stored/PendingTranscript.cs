using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Telemetry;

namespace Freehold.Storage.Transcripts.Stored;

/// <summary>What was said in an exchange, on its way into the store with its outcome.</summary>
/// <param name="Workload">The workload that it is kept for.</param>
/// <param name="ExpiresAt">When its time is over.</param>
/// <param name="Content">Its stored form.</param>
internal sealed record PendingTranscript(string Workload, DateTimeOffset ExpiresAt, byte[] Content)
{
    /// <summary>
    /// What is to be kept of an outcome; null where that is nothing. A transcript over a bound costs the outcome nothing: it is left out,
    /// and counted.
    /// </summary>
    public static PendingTranscript? Of(Outcome outcome)
    {
        if (outcome.Transcript is not { } transcript)
            return null;

        if (LeaveOut(outcome.Workload, transcript) is { } reason)
        {
            HouseMetrics.TranscriptLeftOut(reason);
            return null;
        }

        return new PendingTranscript(
            outcome.Workload!, outcome.At + TimeSpan.FromDays(transcript.RetentionDays), TranscriptCodec.Encode(transcript));
    }

    private static string? LeaveOut(string? workload, Transcript transcript) =>
        !TranscriptRules.IsWorkload(workload) ? "no_workload"
        : transcript.RetentionDays is < 1 or > TranscriptBounds.MaxRetentionDays ? "retention"
        : transcript.Turns.Length > Transcript.MaxTurns || TranscriptCodec.TextBytes(transcript) > Transcript.MaxTextBytes ? "too_large"
        : null;
}
