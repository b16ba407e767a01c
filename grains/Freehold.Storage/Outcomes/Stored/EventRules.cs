using Freehold.Contracts.Outcomes;

namespace Freehold.Storage.Outcomes.Stored;

/// <summary>What every store demands of an event and of a query before it looks at them.</summary>
internal static class EventRules
{
    public static void Check(OutcomeLogId log, Outcome outcome)
    {
        CheckId(outcome.Id, "outcome");
        if (!string.Equals(outcome.Tenant, log.Tenant.Value, StringComparison.Ordinal))
            throw new ArgumentException($"The outcome '{outcome.Id}' is of tenant '{outcome.Tenant}' and cannot go into the log '{log}'.");
    }

    public static void Check(Feedback feedback)
    {
        CheckId(feedback.Id, "feedback");
        CheckId(feedback.OutcomeId, "outcome of a feedback");
    }

    public static void Check(OutcomeQuery query)
    {
        if (query.Limit is < 1 or > OutcomeQuery.MaxLimit)
            throw new ArgumentException($"The query's limit is {query.Limit}; it must be 1 to {OutcomeQuery.MaxLimit}.");
    }

    public static void CheckRead(long afterSequence, int maxEvents)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(afterSequence);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxEvents);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxEvents, OutcomeLogBounds.MaxReadEvents);
    }

    // Visible ASCII only: two ids that differ must differ in every store, under every collation and encoding.
    private static void CheckId(string? id, string whose)
    {
        if (id is not { Length: > 0 and <= OutcomeLogBounds.MaxIdLength } || id.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new ArgumentException(
                $"'{id}' is no id for an {whose}: it must be 1 to {OutcomeLogBounds.MaxIdLength} visible ASCII characters.");
        }
    }
}
