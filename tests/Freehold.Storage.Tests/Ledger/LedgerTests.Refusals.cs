using Freehold.Contracts.Economics;
using Freehold.Storage.Ledger;

namespace Freehold.Storage.Tests.Ledger;

public abstract partial class LedgerTests
{
    public static TheoryData<string, long, long, LedgerPosting[]> BadPosts() => new()
    {
        { "a range of nothing", 3, 3, [] },
        { "a range that goes back", 3, 2, [] },
        { "a negative checkpoint", -1, 2, [] },
        { "an event before the range", 3, 5, [Postings.Of(3)] },
        { "an event after the range", 3, 5, [Postings.Of(6)] },
        { "events out of order", 3, 5, [Postings.Of(5), Postings.Of(4)] },
        { "an attempt twice", 3, 5, [Postings.Of(4), Postings.Of(4)] },
        { "a negative cost", 3, 5, [Postings.Of(4, -1)] },
        { "a cost beyond the bound", 3, 5, [Postings.Of(4, LedgerBounds.MaxCostMicroUsd + 1)] },
        { "negative tokens", 3, 5, [Postings.Of(4) with { PromptTokens = -1 }] },
        { "a candidate without a name", 3, 5, [Postings.Of(4, candidate: "")] },
        { "a control character", 3, 5, [Postings.Of(4, candidate: "a\0b")] },
        { "a name that is too long", 3, 5, [Postings.Of(4, candidate: new string('x', LedgerBounds.MaxCandidateLength + 1))] },
        { "too many postings", 3, 50_000, [.. Enumerable.Range(4, LedgerBounds.MaxPostings + 1).Select(i => Postings.Of(i))] },
    };

    [Theory]
    [MemberData(nameof(BadPosts))]
    public async Task A_post_that_breaks_a_rule_is_refused_and_changes_nothing(string why, long from, long to, LedgerPosting[] postings)
    {
        await PostAsync(0, 3, Postings.Of(1));

        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await PostAsync(from, to, postings));

        Assert.Equal((3, 1), (await Ledger.GetCheckpointAsync(Acme, Stop), (await SumAsync(Everything)).Total.Attempts));
        Assert.NotEmpty(why);
    }

    [Theory]
    [InlineData("UPDATE ledger_postings SET cost_micro_usd = 0", "append-only")]
    [InlineData("DELETE FROM ledger_postings", "append-only")]
    [InlineData("UPDATE ledger_checkpoints SET sequence = sequence - 1", "only grows")]
    [InlineData("UPDATE ledger_checkpoints SET sequence = sequence", "only grows")]
    [InlineData("DELETE FROM ledger_checkpoints", "checkpoint of the ledger")]
    public async Task The_database_itself_refuses_changes(string sql, string says)
    {
        await PostAsync(0, 3, Postings.Of(1), Postings.Of(2));

        var refusal = Assert.ThrowsAny<Exception>(() => _store.Run(sql));

        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
        Assert.Equal((3, 2), (await Ledger.GetCheckpointAsync(Acme, Stop), (await SumAsync(Everything)).Total.Attempts));
    }

    [Fact]
    public async Task A_sum_that_does_not_fit_is_an_error_and_never_a_wrong_number()
    {
        foreach (var sequence in (int[])[1, 2])
        {
            _store.Run(
                $"INSERT INTO ledger_postings VALUES ('acme', 0, {sequence}, 0, 'r', 'm{sequence}', 1, 19700101, 1, 1, {long.MaxValue / 2 + 1})");
        }

        await Assert.ThrowsAsync<LedgerException>(async () => await SumAsync(Everything));
        await Assert.ThrowsAsync<LedgerException>(async () => await SumAsync(new LedgerQuery { By = LedgerGrouping.Month }));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_already_posts_nothing()
    {
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Ledger.PostAsync(Acme, 0, 1, [Postings.Of(1)], cancelled));

        Assert.Equal(0, await Ledger.GetCheckpointAsync(Acme, Stop));
    }
}
