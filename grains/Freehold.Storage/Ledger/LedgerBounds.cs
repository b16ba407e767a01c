namespace Freehold.Storage.Ledger;

/// <summary>What one posting and one post may measure, the same for every store.</summary>
public static class LedgerBounds
{
    /// <summary>Most postings of one post.</summary>
    public const int MaxPostings = 10_000;

    /// <summary>Longest name of a candidate, in characters; none of them a control character.</summary>
    public const int MaxCandidateLength = 300;

    /// <summary>Most that one attempt may cost: a million USD. Nine million such postings fit a sum.</summary>
    public const long MaxCostMicroUsd = 1_000_000_000_000;
}
