using System.Text.Json;
using Freehold.Contracts.Outcomes;

namespace Freehold.Storage.Outcomes.Stored;

/// <summary>Makes an event of its stored columns, the same for every store.</summary>
internal static class StoredEvent
{
    /// <exception cref="OutcomeLogException">The row is not one that this program can read; the message names it.</exception>
    public static LogEvent Decode(OutcomeLogId log, long sequence, EventKind kind, long format, ReadOnlySpan<byte> payload)
    {
        try
        {
            return kind switch
            {
                EventKind.Outcome => new LogEvent(sequence, EventCodec.DecodeOutcome(format, payload), null),
                EventKind.Feedback => new LogEvent(sequence, null, EventCodec.DecodeFeedback(format, payload)),
                _ => throw new JsonException($"Its kind is {(int)kind}, which this program does not know: start a newer one."),
            };
        }
        catch (JsonException exception)
        {
            throw new OutcomeLogException($"Event {sequence} of the log '{log}' cannot be read: {exception.Message}", exception);
        }
    }
}
