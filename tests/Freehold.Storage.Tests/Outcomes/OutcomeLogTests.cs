using Freehold.Contracts.Outcomes;
using Freehold.Storage.Outcomes;

namespace Freehold.Storage.Tests.Outcomes;

/// <summary>What every outcome log does, whatever it stores in. A store joins by a subclass that opens it.</summary>
public abstract partial class OutcomeLogTests : IDisposable
{
    private static readonly OutcomeLogId Acme = Events.LogOf("acme");
    private static readonly OutcomeLogId Globex = Events.LogOf("globex");

    private readonly OutcomeStore _store;

    protected OutcomeLogTests(OutcomeStore store) => _store = store;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IOutcomeLog Log => _store.Log;

    public void Dispose()
    {
        _store.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Appends_get_dense_sequences_from_1_in_the_order_of_the_calls()
    {
        for (var i = 1; i <= 5; i++)
            Assert.Equal(new AppendResult(i, WasThere: false), await Log.AppendAsync(Acme, Events.Outcome($"r{i}"), Stop));

        var events = await Log.ReadAsync(Acme, 0, 100, Stop);
        Assert.Equal([(1, "r1"), (2, "r2"), (3, "r3"), (4, "r4"), (5, "r5")], events.Select(e => (e.Sequence, e.Outcome!.Id)));
    }

    [Fact]
    public async Task Calls_made_without_waiting_keep_their_order()
    {
        var appends = Enumerable.Range(1, 200).Select(i => Log.AppendAsync(Acme, Events.Outcome($"r{i}"), Stop).AsTask()).ToArray();

        var results = await Task.WhenAll(appends);
        Assert.Equal(Enumerable.Range(1, 200).Select(i => (long)i), results.Select(result => result.Sequence));
    }

    [Fact]
    public async Task Concurrent_appends_of_64_callers_get_dense_distinct_sequences()
    {
        const int callers = 64, each = 20;
        var results = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var sequences = new List<long>();
            for (var i = 0; i < each; i++)
                sequences.Add((await Log.AppendAsync(Acme, Events.Outcome($"r{caller}-{i}"), Stop)).Sequence);
            return sequences;
        })));

        Assert.All(results, sequences => Assert.Equal(sequences.Order(), sequences));
        Assert.Equal(Enumerable.Range(1, callers * each).Select(i => (long)i), results.SelectMany(sequences => sequences).Order());
    }

    [Fact]
    public async Task Each_log_counts_for_itself()
    {
        await Log.AppendAsync(Acme, Events.Outcome("r1"), Stop);
        await Log.AppendAsync(Acme, Events.Outcome("r2"), Stop);

        Assert.Equal(1, (await Log.AppendAsync(Globex, Events.Outcome("r1", "globex"), Stop)).Sequence);
        Assert.Equal(1, (await Log.AppendAsync(Acme with { Shard = 7 }, Events.Outcome("r3"), Stop)).Sequence);
    }

    [Fact]
    public async Task An_id_that_is_there_gives_the_first_sequence_and_changes_nothing()
    {
        await Log.AppendAsync(Acme, Events.Outcome("r1", decision: "first"), Stop);
        await Log.AppendAsync(Acme, Events.Outcome("r2"), Stop);

        Assert.Equal(new AppendResult(1, WasThere: true), await Log.AppendAsync(Acme, Events.Outcome("r1", decision: "second"), Stop));
        Assert.Equal(new AppendResult(3, WasThere: false), await Log.AppendAsync(Acme, Events.Outcome("r3"), Stop));

        var first = Assert.Single((await Log.QueryAsync(Acme, new OutcomeQuery { Id = "r1" }, Stop)).Outcomes);
        Assert.Equal("first", first.Outcome.Decision);
    }

    [Fact]
    public async Task Repeats_in_one_group_are_logged_once()
    {
        var results = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => Log.AppendAsync(Acme, Events.Outcome("r1"), Stop).AsTask()));

        Assert.All(results, result => Assert.Equal(1, result.Sequence));
        Assert.Single(results, result => !result.WasThere);
        Assert.Single(await Log.ReadAsync(Acme, 0, 100, Stop));
    }

    [Fact]
    public async Task What_was_appended_is_there_after_a_restart_and_the_sequence_goes_on()
    {
        await Log.AppendAsync(Acme, Events.Outcome("r1"), Stop);
        await Log.AppendFeedbackAsync(Acme, Events.Feedback("f1", "r1"), Stop);

        _store.Reopen();

        Assert.Equal([1, 2], (await Log.ReadAsync(Acme, 0, 100, Stop)).Select(e => e.Sequence));
        Assert.Equal(3, (await Log.AppendAsync(Acme, Events.Outcome("r2"), Stop)).Sequence);
        Assert.Equal(new AppendResult(1, WasThere: true), await Log.AppendAsync(Acme, Events.Outcome("r1"), Stop));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_already_leaves_nothing()
    {
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Log.AppendAsync(Acme, Events.Outcome("r1"), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Log.ReadAsync(Acme, 0, 1, cancelled));

        Assert.Empty(await Log.ReadAsync(Acme, 0, 100, Stop));
    }
}
