using Freehold.Contracts.Economics;

namespace Freehold.Storage.Ledger.Stored;

/// <summary>What every store demands of a post and of a query before it looks at them.</summary>
internal static class LedgerRules
{
    public static void Check(long fromSequence, long toSequence, IReadOnlyList<LedgerPosting> postings)
    {
        ArgumentNullException.ThrowIfNull(postings);
        ArgumentOutOfRangeException.ThrowIfNegative(fromSequence);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(toSequence, fromSequence);
        if (postings.Count > LedgerBounds.MaxPostings)
            throw new ArgumentException($"There are {postings.Count} postings; one post takes {LedgerBounds.MaxPostings}. Post fewer events at a time.");
        (long Sequence, int Attempt) last = (fromSequence, int.MaxValue);
        foreach (var posting in postings)
        {
            Check(posting);
            var place = (posting.Sequence, posting.Attempt);
            if (place.CompareTo(last) <= 0 || posting.Sequence > toSequence)
            {
                throw new ArgumentException(
                    $"Attempt {posting.Attempt} of event {posting.Sequence} is out of place: postings go up from event {fromSequence + 1} to {toSequence}.");
            }

            last = place;
        }
    }

    public static void Check(LedgerQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.From >= query.To)
            throw new ArgumentException($"The range from {query.From:O} to {query.To:O} is empty: 'to' must be after 'from'.");
        if (!Enum.IsDefined(query.By))
            throw new ArgumentException($"{query.By} is no way to group postings.");
    }

    private static void Check(LedgerPosting posting)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(posting.Attempt);
        ArgumentOutOfRangeException.ThrowIfNegative(posting.PromptTokens);
        ArgumentOutOfRangeException.ThrowIfNegative(posting.CompletionTokens);
        ArgumentOutOfRangeException.ThrowIfNegative(posting.CostMicroUsd);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(posting.CostMicroUsd, LedgerBounds.MaxCostMicroUsd);
        ArgumentException.ThrowIfNullOrEmpty(posting.OutcomeId);
        if (posting.Candidate is not { Length: > 0 and <= LedgerBounds.MaxCandidateLength } || posting.Candidate.Any(char.IsControl))
        {
            throw new ArgumentException(
                $"'{posting.Candidate}' is no candidate's name: it must be 1 to {LedgerBounds.MaxCandidateLength} characters, none of them a control character.");
        }
    }
}
