using Freehold.Conformance.Tests.Grains;
using Freehold.Conformance.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Conformance.Tests;

public sealed class TurnsTests : ConformanceTest
{
    [Fact]
    public async Task Concurrent_calls_to_one_grain_lose_no_update()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => Grain<ITurnsGrain>().AddSlowly()));

        Assert.Equal(Enumerable.Range(1, 500), results.Order());
    }

    [Fact]
    public async Task A_call_waits_until_the_one_before_has_ended()
    {
        var first = Grain<ITurnsGrain>().Hold(Key);
        Assert.Equal("entered", await Probe.NextAsync(Key));
        var second = Grain<ITurnsGrain>().AddSlowly();
        await Cluster.GrainFactory.GetGrain<ITurnsGrain>(Probe.NewKey()).AddSlowly();
        Assert.False(second.IsCompleted);

        Probe.Open(Key);
        await first;

        Assert.Equal(1, await second);
        Assert.Equal("left", await Probe.NextAsync(Key));
    }

    [Fact]
    public async Task Awaits_return_to_the_activation()
    {
        var (same, leftOnDemand) = await Grain<ITurnsGrain>().ReturnsToItsScheduler();

        Assert.True(same);
        Assert.True(leftOnDemand);
    }

    [Fact]
    public async Task A_grain_calls_another()
    {
        var other = Probe.NewKey();
        await Grain<ITurnsGrain>().AddAt(other);

        Assert.Equal(2, await Grain<ITurnsGrain>().AddAt(other));
    }

    [Fact]
    public async Task A_grain_that_calls_itself_times_out_instead_of_hanging()
    {
        var call = Grain<ITurnsGrain>().CallSelf();
        Assert.Equal("calling", await Probe.NextAsync(Key));
        while (!call.IsCompleted)
        {
            Cluster.AdvanceTime(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        Assert.Contains(nameof(TimeoutException), await Record(call), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_call_arrives_exactly_once() => Prop.ForAll(
        Gen.Choose(1, 200).ToArbitrary(),
        count =>
        {
            var grain = Cluster.GrainFactory.GetGrain<ITurnsGrain>(Probe.NewKey());
            var calls = Enumerable.Range(0, count).Select(grain.Append).ToArray();
            Task.WaitAll(calls);
            return calls.MaxBy(call => call.Result.Count)!.Result.Order().SequenceEqual(Enumerable.Range(0, count));
        }).QuickCheckThrowOnFailure();

    /// <summary>The outer call may time out before the inner does; either way nothing hangs.</summary>
    private static async Task<string> Record(Task<string> call)
    {
        try
        {
            return await call;
        }
        catch (TimeoutException)
        {
            return nameof(TimeoutException);
        }
    }
}
