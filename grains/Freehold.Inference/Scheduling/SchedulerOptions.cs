namespace Freehold.Inference.Scheduling;

/// <summary>Bounds of the scheduler.</summary>
public sealed record SchedulerOptions
{
    /// <summary>Most requests that run at once; more wait. Not more than <see cref="ModelLoadOptions.MaxBatchTokens"/>.</summary>
    /// <value>16. From 1 to 512.</value>
    public int MaxActiveRequests { get; init; } = 16;

    /// <summary>Most answers that wait; more are refused. A request for several is taken where there is room for one.</summary>
    /// <value>256. From 0 to 100,000.</value>
    public int MaxWaitingRequests { get; init; } = 256;

    /// <summary>Most answers of one tenant that wait; more of it are refused, so that no tenant can fill the queue for all.</summary>
    /// <value>64. From 0 to 100,000.</value>
    public int MaxWaitingRequestsPerTenant { get; init; } = 64;

    /// <summary>Tokens after which a batch goes to the reader.</summary>
    /// <value>16. From 1 to 1024.</value>
    public int FlushTokens { get; init; } = 16;

    /// <summary>Time since the last batch after which the next goes to the reader.</summary>
    /// <value>20. From 0 to 10,000.</value>
    public int FlushMs { get; init; } = 20;

    /// <summary>Batches that may wait for a slow reader; over it the request pauses.</summary>
    /// <value>16. From 1 to 1024.</value>
    public int MaxUnreadBatches { get; init; } = 16;

    internal void Validate(int maxBatchTokens)
    {
        ModelLoadOptions.Check(MaxActiveRequests, 1, maxBatchTokens, nameof(MaxActiveRequests));
        ModelLoadOptions.Check(MaxWaitingRequests, 0, 100_000, nameof(MaxWaitingRequests));
        ModelLoadOptions.Check(MaxWaitingRequestsPerTenant, 0, 100_000, nameof(MaxWaitingRequestsPerTenant));
        ModelLoadOptions.Check(FlushTokens, 1, 1024, nameof(FlushTokens));
        ModelLoadOptions.Check(FlushMs, 0, 10_000, nameof(FlushMs));
        ModelLoadOptions.Check(MaxUnreadBatches, 1, 1024, nameof(MaxUnreadBatches));
    }
}
