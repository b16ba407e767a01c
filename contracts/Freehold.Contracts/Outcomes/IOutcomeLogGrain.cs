using Freehold.Contracts.Tenancy;

namespace Freehold.Contracts.Outcomes;

/// <summary>The only writer of one shard of a tenant's outcome log. Key: <see cref="OutcomeLogId"/>.</summary>
/// <remarks>
/// Appends interleave and are committed in groups, in order of arrival; an append is durable when its call returns. Appending an id
/// that is there already changes nothing and returns the first one's sequence, so that a call which timed out can be repeated. When the
/// store fails, the call fails, and nothing of it is in the log. After a commit one wake-up goes out on the stream <c>outcomes</c>; it may
/// be lost.
/// </remarks>
[Alias("freehold.IOutcomeLogGrain")]
public interface IOutcomeLogGrain : IGrainWithStringKey, ITenantScoped
{
    /// <summary>Appends an outcome; returns its sequence, which grows along the shard.</summary>
    [Alias("Append")]
    Task<long> AppendAsync(Outcome outcome, CancellationToken cancellationToken);

    /// <summary>Appends feedback on an outcome of this tenant; null where there is no such outcome.</summary>
    [Alias("AppendFeedback")]
    Task<long?> AppendFeedbackAsync(Feedback feedback, CancellationToken cancellationToken);

    /// <summary>Outcomes of this tenant with their feedback.</summary>
    [ReadOnly, Alias("Query")]
    Task<OutcomePage> QueryAsync(OutcomeQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Removes what was said in one exchange, where it is kept to train with; its outcome stays. False where nothing is kept. The audit
    /// chain has an entry either way; repeating the call is always right.
    /// </summary>
    [Alias("Forget")]
    Task<bool> ForgetAsync(string outcomeId, CancellationToken cancellationToken);

    /// <summary>The same for all exchanges of a workload; how many there were.</summary>
    [Alias("ForgetWorkload")]
    Task<int> ForgetWorkloadAsync(string workload, CancellationToken cancellationToken);
}
