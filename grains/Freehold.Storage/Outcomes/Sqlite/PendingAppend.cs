using Freehold.Contracts.Outcomes;
using Freehold.Storage.Outcomes.Stored;

namespace Freehold.Storage.Outcomes.Sqlite;

/// <summary>One append on its way through the writer. Its task's continuations never run on the writer's thread.</summary>
internal sealed class PendingAppend() : TaskCompletionSource<AppendResult>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    /// <summary>The result of feedback on an outcome that is not there.</summary>
    public static AppendResult NoSuchOutcome => default;

    public required OutcomeLogId Log { get; init; }

    public required EventKind Kind { get; init; }

    public required string Id { get; init; }

    /// <summary>The outcome that feedback is about.</summary>
    public string? Subject { get; init; }

    public required DateTimeOffset At { get; init; }

    public required PooledBytes Payload { get; init; }

    public required CancellationToken CancellationToken { get; init; }

    /// <summary>What it will be told once its group is on disk.</summary>
    public AppendResult Staged { get; set; }

    /// <summary>Why it alone is not in the group.</summary>
    public OutcomeLogException? Fault { get; set; }

    /// <summary>True where its token was cancelled before its turn.</summary>
    public bool IsDropped { get; set; }
}
