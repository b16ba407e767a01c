using System.Text.Json;
using Freehold.Contracts.Outcomes;

namespace Freehold.Storage.Transcripts.Stored;

/// <summary>What every store demands of a call, and how it makes a transcript of stored columns.</summary>
internal static class TranscriptRules
{
    /// <summary>Visible ASCII only: two names that differ must differ in every store, under every collation and encoding.</summary>
    public static bool IsWorkload(string? workload) => workload is { Length: > 0 and <= TranscriptBounds.MaxWorkloadLength }
        && !workload.AsSpan().ContainsAnyExceptInRange('!', '~');

    public static void CheckWorkload(string workload)
    {
        if (!IsWorkload(workload))
        {
            throw new ArgumentException(
                $"'{workload}' is no name of a workload: it must be 1 to {TranscriptBounds.MaxWorkloadLength} visible ASCII characters.");
        }
    }

    public static void CheckRead(string workload, long afterSequence, int count)
    {
        CheckWorkload(workload);
        ArgumentOutOfRangeException.ThrowIfNegative(afterSequence);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, TranscriptBounds.MaxRead);
    }

    /// <exception cref="TranscriptStoreException">The row is not one that this program can read; the message names it.</exception>
    public static StoredTranscript Decode(OutcomeLogId log, long sequence, string outcomeId, long format, ReadOnlySpan<byte> content)
    {
        try
        {
            return new StoredTranscript(sequence, outcomeId, TranscriptCodec.Decode(format, content));
        }
        catch (JsonException exception)
        {
            throw new TranscriptStoreException(
                $"The transcript of outcome '{outcomeId}' in the log '{log}' cannot be read: {exception.Message} Forget it, and go on.",
                exception);
        }
    }
}
