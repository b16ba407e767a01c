using Freehold.Contracts.Outcomes;
using Freehold.Storage.Transcripts.Stored;

namespace Freehold.Storage.Outcomes.Stored;

/// <summary>
/// One append on its way through the writer, checked and encoded on its caller's thread. Its task's continuations never run on the
/// writer's thread.
/// </summary>
internal sealed class PendingAppend : TaskCompletionSource<AppendResult>
{
    private PendingAppend()
        : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
    }

    /// <summary>The result of feedback on an outcome that is not there.</summary>
    public static AppendResult NoSuchOutcome => default;

    public required OutcomeLogId Log { get; init; }

    public required EventKind Kind { get; init; }

    public required string Id { get; init; }

    /// <summary>The outcome that feedback is about.</summary>
    public string? Subject { get; init; }

    public required DateTimeOffset At { get; init; }

    public required PooledBytes Payload { get; init; }

    /// <summary>What was said, where it is to be kept beside the outcome.</summary>
    public PendingTranscript? Transcript { get; init; }

    /// <summary>Bytes that it holds while it waits.</summary>
    public int Bytes => Payload.Length + (Transcript?.Content.Length ?? 0);

    public required CancellationToken CancellationToken { get; init; }

    /// <summary>When it was handed over, as a timestamp of the log's clock.</summary>
    public long QueuedAt { get; set; }

    /// <summary>What it will be told once its group is on disk.</summary>
    public AppendResult Staged { get; set; }

    /// <summary>Why it alone is not in the group.</summary>
    public OutcomeLogException? Fault { get; set; }

    /// <summary>True where its token was cancelled before its turn.</summary>
    public bool IsDropped { get; set; }

    /// <exception cref="ArgumentException">The outcome breaks a rule or a bound.</exception>
    public static PendingAppend Of(OutcomeLogId log, Outcome outcome, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        EventRules.Check(log, outcome);
        cancellationToken.ThrowIfCancellationRequested();
        return new PendingAppend
        {
            Log = log,
            Kind = EventKind.Outcome,
            Id = outcome.Id,
            At = outcome.At,
            Payload = EventCodec.Encode(outcome),
            Transcript = PendingTranscript.Of(outcome),
            CancellationToken = cancellationToken,
        };
    }

    /// <exception cref="ArgumentException">The feedback breaks a rule or a bound.</exception>
    public static PendingAppend Of(OutcomeLogId log, Feedback feedback, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(feedback);
        EventRules.Check(feedback);
        cancellationToken.ThrowIfCancellationRequested();
        return new PendingAppend
        {
            Log = log,
            Kind = EventKind.Feedback,
            Id = feedback.Id,
            Subject = feedback.OutcomeId,
            At = feedback.At,
            Payload = EventCodec.Encode(feedback),
            CancellationToken = cancellationToken,
        };
    }

    /// <summary>Tells the caller how it ended; the payload is given back.</summary>
    public void Settle(AppendResult result, OutcomeLogException? fault)
    {
        Payload.Return();
        if (IsDropped)
            SetCanceled(CancellationToken);
        else if (fault is not null)
            SetException(new OutcomeLogException(fault.Message, fault.InnerException)); // each caller throws its own
        else
            SetResult(result);
    }
}
