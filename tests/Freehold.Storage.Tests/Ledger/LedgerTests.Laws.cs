using Freehold.Contracts.Economics;
using Freehold.Contracts.Outcomes;
using Freehold.Storage.Ledger;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Storage.Tests.Ledger;

public abstract partial class LedgerTests
{
    private const int Events = 60;

    [Fact]
    public void However_the_log_is_cut_into_posts_the_sums_are_the_same()
    {
        // Each cut is the end of a post; a stale one comes from an activation that does not know of the last post.
        var cuts = Gen.ListOf(Gen.Zip(Gen.Choose(1, Events), Gen.Elements(true, false))).ToArbitrary();
        var run = 0;
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(40),
            Prop.ForAll(cuts, list => SumsAreThoseOfTheLogAsync([.. list], ++run).GetAwaiter().GetResult()));
    }

    private async Task<bool> SumsAreThoseOfTheLogAsync((int End, bool IsStale)[] cuts, int run)
    {
        var log = OutcomeLogId.Parse($"t{run}/0");
        var (known, behind) = (0L, 0L);
        foreach (var (end, isStale) in cuts.Append((Events, false)))
        {
            var from = isStale ? behind : known;
            if (end <= from)
                continue;
            behind = known;
            var result = await Ledger.PostAsync(log, from, end, Between(from, end), Stop).ConfigureAwait(false);
            Assert.Equal(from == known, result.Posted);
            known = result.Checkpoint;
        }

        Assert.Equal(Events, known);
        foreach (var by in Enum.GetValues<LedgerGrouping>())
            Assert.Equivalent(Expected(by), await Ledger.SumAsync(log.Tenant, new LedgerQuery { By = by }, Stop).ConfigureAwait(false), strict: true);
        return true;
    }

    // Event n costs nothing, once or twice.
    private static LedgerPosting[] Between(long from, long to) =>
    [
        .. Enumerable.Range((int)from + 1, (int)(to - from)).SelectMany(sequence => Enumerable.Range(0, sequence % 3).Select(
            attempt => Postings.Of(sequence, sequence * 7, $"m{(sequence + attempt) % 4}", attempt, Postings.At.AddDays(sequence)))),
    ];

    private static LedgerReport Expected(LedgerGrouping by)
    {
        var all = Between(0, Events);
        var rows = all.GroupBy(posting => NameOf(by, posting)).Select(group => new LedgerRow { Name = group.Key, Sums = SumOf(group) });
        return new LedgerReport
        {
            Rows = by == LedgerGrouping.Model
                ? [.. rows.OrderByDescending(row => row.Sums.CostMicroUsd).ThenBy(row => row.Name, StringComparer.Ordinal)]
                : [.. rows.OrderBy(row => row.Name, StringComparer.Ordinal)],
            HasMore = false,
            Total = SumOf(all),
        };
    }

    private static string NameOf(LedgerGrouping by, LedgerPosting posting) => by switch
    {
        LedgerGrouping.Day => $"{posting.At.UtcDateTime:yyyy-MM-dd}",
        LedgerGrouping.Month => $"{posting.At.UtcDateTime:yyyy-MM}",
        _ => posting.Candidate,
    };

    private static LedgerSums SumOf(IEnumerable<LedgerPosting> postings) => postings.Aggregate(LedgerSums.Zero, (sums, posting) => new LedgerSums
    {
        Attempts = sums.Attempts + 1,
        PromptTokens = sums.PromptTokens + posting.PromptTokens,
        CompletionTokens = sums.CompletionTokens + posting.CompletionTokens,
        CostMicroUsd = sums.CostMicroUsd + posting.CostMicroUsd,
    });
}
