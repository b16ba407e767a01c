using Freehold.Contracts.Outcomes;
using Freehold.Storage.Outcomes;
using Freehold.Storage.Outcomes.Postgres;

namespace Freehold.Storage.Tests.Outcomes;

/// <summary>Two silos on one database: for a moment after a failure two activations of a log may append to it.</summary>
public sealed class PostgresSharedLogTests : IDisposable
{
    private static readonly OutcomeLogId Acme = Events.LogOf("acme");

    // Without retries, so that a deadlock between the two would be seen.
    private readonly PostgresOutcomeStore _one = new(new PostgresOutcomeLogOptions { RetryForMs = 0, MaxGroup = 16 });
    private readonly PostgresOutcomeStore _two;

    public PostgresSharedLogTests() => _two = _one.Another();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _two.Dispose();
        _one.Dispose();
    }

    [Fact]
    public async Task Appends_of_both_get_dense_distinct_sequences()
    {
        const int each = 300;
        var appends = Enumerable.Range(0, each).SelectMany(i => new[] { Append(_one, $"a{i}"), Append(_two, $"b{i}") });

        var results = await Task.WhenAll(appends);

        Assert.Equal(Enumerable.Range(1, 2 * each).Select(i => (long)i), results.Select(result => result.Sequence).Order());
        Assert.Equal(Sequences(2 * each), (await _one.Log.ReadAsync(Acme, 0, 1_000, Stop)).Select(e => e.Sequence));
    }

    [Fact]
    public async Task An_id_from_both_is_logged_once_and_both_learn_the_same_sequence()
    {
        const int each = 200;
        var ones = Enumerable.Range(0, each).Select(i => Append(_one, $"r{i}")).ToArray();
        var twos = Enumerable.Range(0, each).Select(i => Append(_two, $"r{i}")).ToArray();

        await Task.WhenAll([.. ones, .. twos]);

        Assert.Equal(ones.Select(append => append.Result.Sequence), twos.Select(append => append.Result.Sequence));
        Assert.All(Enumerable.Range(0, each), i => Assert.NotEqual(ones[i].Result.WasThere, twos[i].Result.WasThere));
        Assert.Equal(Sequences(each), (await _two.Log.ReadAsync(Acme, 0, 1_000, Stop)).Select(e => e.Sequence));
    }

    [Fact]
    public async Task An_id_from_both_in_two_shards_of_one_tenant_is_logged_once()
    {
        using var retrying = _one.Another(new PostgresOutcomeLogOptions());
        var shard1 = Acme with { Shard = 1 };
        for (var i = 0; i < 50; i++)
        {
            var results = await Task.WhenAll(
                retrying.Log.AppendAsync(Acme, Events.Outcome($"r{i}"), Stop).AsTask(),
                retrying.Log.AppendAsync(shard1, Events.Outcome($"r{i}"), Stop).AsTask());
            Assert.Equal(results[0].Sequence, results[1].Sequence);
            Assert.Single(results, result => !result.WasThere);
        }

        var zero = await retrying.Log.ReadAsync(Acme, 0, 1_000, Stop);
        var one = await retrying.Log.ReadAsync(shard1, 0, 1_000, Stop);
        Assert.Equal(50, zero.Count + one.Count);
        Assert.Equal(Sequences(zero.Count), zero.Select(e => e.Sequence));
        Assert.Equal(Sequences(one.Count), one.Select(e => e.Sequence));
    }

    [Fact]
    public async Task Groups_over_the_same_logs_in_opposite_orders_never_block_each_other_for_good()
    {
        var tenants = Enumerable.Range(0, 12).Select(i => $"t{i}").ToArray();
        var appends = new List<Task<AppendResult>>();
        for (var i = 0; i < 30; i++)
        {
            appends.AddRange(tenants.Select(tenant => Append(_one, $"a{i}", tenant)));
            appends.AddRange(tenants.Reverse().Select(tenant => Append(_two, $"b{i}", tenant)));
        }

        await Task.WhenAll(appends);

        foreach (var tenant in tenants)
            Assert.Equal(Sequences(60), (await _one.Log.ReadAsync(Events.LogOf(tenant), 0, 1_000, Stop)).Select(e => e.Sequence));
    }

    [Fact]
    public async Task A_reader_at_the_tail_never_sees_a_gap()
    {
        const int each = 400;
        var appends = Task.WhenAll(
            Enumerable.Range(0, each).SelectMany(i => new[] { Append(_one, $"a{i}"), Append(_two, $"b{i}") }));

        long last = 0;
        while (last < 2 * each && !appends.IsFaulted)
        {
            foreach (var one in await _two.Log.ReadAsync(Acme, last, 50, Stop))
                Assert.Equal(++last, one.Sequence);
        }

        await appends;
    }

    private static IEnumerable<long> Sequences(int count) => Enumerable.Range(1, count).Select(i => (long)i);

    private static Task<AppendResult> Append(PostgresOutcomeStore store, string id, string tenant = "acme") =>
        store.Log.AppendAsync(Events.LogOf(tenant), Events.Outcome(id, tenant), Stop).AsTask();
}
