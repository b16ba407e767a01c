using Freehold.Contracts.Outcomes;
using Freehold.Storage.Ledger;
using Freehold.Storage.Outcomes;

namespace Freehold.Grains.Economics;

/// <summary>What the ledger posts of an event of the log: one posting for each attempt that cost money or tokens.</summary>
/// <remarks>
/// Total: every event that the log took has postings that the ledger takes. One odd event must not stop the ledger for good, so a number
/// that no attempt can cost is posted as the nearest one that it can, and a name is cut and cleaned.
/// </remarks>
internal static class AttemptPostings
{
    private const char Replacement = '\uFFFD';

    public static IEnumerable<LedgerPosting> Of(LogEvent logged)
    {
        if (logged.Outcome is not { } outcome)
        {
            yield break;
        }

        for (var i = 0; i < outcome.Attempts.Length; i++)
        {
            var attempt = outcome.Attempts[i];
            var posting = new LedgerPosting(
                logged.Sequence,
                outcome.Id,
                i,
                NameOf(attempt.Candidate),
                outcome.At,
                Math.Max(0, attempt.PromptTokens),
                Math.Max(0, attempt.CompletionTokens),
                Math.Clamp(attempt.CostMicroUsd, 0, LedgerBounds.MaxCostMicroUsd));
            if (posting is not { PromptTokens: 0, CompletionTokens: 0, CostMicroUsd: 0 })
            {
                yield return posting;
            }
        }
    }

    /// <summary>True where the posting says less or more than the attempt claims.</summary>
    public static bool IsAdjusted(LedgerPosting posting, Attempt attempt) =>
        posting.CostMicroUsd != attempt.CostMicroUsd
        || posting.PromptTokens != attempt.PromptTokens
        || posting.CompletionTokens != attempt.CompletionTokens;

    private static string NameOf(string candidate)
    {
        var length = Math.Min(candidate.Length, LedgerBounds.MaxCandidateLength);
        var name = string.Create(length, candidate, static (name, candidate) =>
        {
            for (var i = 0; i < name.Length; i++)
            {
                name[i] = char.IsControl(candidate[i]) ? Replacement : candidate[i];
            }

            if (name.Length > 0 && char.IsHighSurrogate(name[^1]))
            {
                name[^1] = Replacement; // Its other half was cut off.
            }
        });
        return name.Length > 0 ? name : "?";
    }
}
