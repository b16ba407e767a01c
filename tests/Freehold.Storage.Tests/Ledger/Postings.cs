using Freehold.Storage.Ledger;

namespace Freehold.Storage.Tests.Ledger;

/// <summary>Postings for tests.</summary>
internal static class Postings
{
    public static readonly DateTimeOffset At = new(2030, 5, 6, 7, 8, 9, TimeSpan.Zero);

    public static LedgerPosting Of(
        long sequence, long costMicroUsd = 10, string candidate = "tiny", int attempt = 0, DateTimeOffset? at = null) =>
        new(sequence, $"r{sequence}", attempt, candidate, at ?? At, PromptTokens: 3, CompletionTokens: 5, costMicroUsd);
}
