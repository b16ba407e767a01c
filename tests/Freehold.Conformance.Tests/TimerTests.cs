using Freehold.Conformance.Tests.Grains;
using Freehold.Conformance.Tests.Support;

namespace Freehold.Conformance.Tests;

public sealed class TimerTests : ConformanceTest
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_timer_ticks_when_due_and_then_every_period()
    {
        await Grain<ITimeGrain>().StartTimer(Second * 5, Second * 2, interleave: false);
        Cluster.AdvanceTime(Second * 4);
        await Grain<ITimeGrain>().Touch();
        Assert.True(Probe.IsEmpty(Key));

        Cluster.AdvanceTime(Second);
        Assert.Equal("tick 1", await Probe.NextAsync(Key));
        await Grain<ITimeGrain>().Touch();
        Cluster.AdvanceTime(Second * 2);
        Assert.Equal("tick 2", await Probe.NextAsync(Key));
    }

    [Fact]
    public async Task A_tick_waits_for_the_call_that_runs()
    {
        await Grain<ITimeGrain>().StartTimer(Second, Second, interleave: false);
        var held = Grain<ITimeGrain>().Hold(Key + "gate");
        Assert.Equal("held", await Probe.NextAsync(Key + "gate"));
        Cluster.AdvanceTime(Second);
        await Cluster.GrainFactory.GetGrain<ITimeGrain>(Probe.NewKey()).Touch();
        Assert.True(Probe.IsEmpty(Key));

        Probe.Open(Key + "gate");
        await held;

        Assert.Equal("tick 1", await Probe.NextAsync(Key));
    }

    [Fact]
    public async Task A_tick_that_interleaves_does_not_wait()
    {
        await Grain<ITimeGrain>().StartTimer(Second, Second, interleave: true);
        var held = Grain<ITimeGrain>().Hold(Key + "gate");
        Assert.Equal("held", await Probe.NextAsync(Key + "gate"));

        Cluster.AdvanceTime(Second);

        Assert.Equal("tick 1", await Probe.NextAsync(Key));
        Probe.Open(Key + "gate");
        await held;
    }

    [Fact]
    public async Task A_changed_timer_ticks_at_its_new_time_and_a_disposed_one_never()
    {
        await Grain<ITimeGrain>().StartTimer(Second, Second, interleave: false);
        await Grain<ITimeGrain>().ChangeTimer(Second * 10, Timeout.InfiniteTimeSpan);
        Cluster.AdvanceTime(Second * 9);
        await Grain<ITimeGrain>().Touch();
        Assert.True(Probe.IsEmpty(Key));
        Cluster.AdvanceTime(Second);
        Assert.Equal("tick 1", await Probe.NextAsync(Key));

        await Grain<ITimeGrain>().ChangeTimer(Second, Second);
        await Grain<ITimeGrain>().StopTimer();
        Cluster.AdvanceTime(Second * 10);
        await Grain<ITimeGrain>().Touch();

        Assert.True(Probe.IsEmpty(Key));
    }

    [Fact]
    public async Task A_failing_tick_does_not_stop_the_timer()
    {
        await Grain<ITimeGrain>().StartFailingTimer(Second);
        Cluster.AdvanceTime(Second);
        Assert.Equal("tick 1", await Probe.NextAsync(Key));
        await Grain<ITimeGrain>().Touch();

        Cluster.AdvanceTime(Second);

        Assert.Equal("tick 2", await Probe.NextAsync(Key));
    }

    [Fact]
    public async Task Ticks_keep_the_grain_from_being_collected_only_where_they_are_told_to()
    {
        SkipWhereIdlenessIsReal();
        var kept = Probe.NewKey();
        var period = Cluster.CollectionAge / 4;
        await Cluster.GrainFactory.GetGrain<ITimeGrain>(kept).StartTimerThatKeepsAlive(period, keepAlive: true);
        await Grain<ITimeGrain>().StartTimerThatKeepsAlive(period, keepAlive: false);
        var events = new List<string>();
        for (var i = 1; i <= 16; i++)
        {
            Cluster.AdvanceTime(period);
            Assert.Equal($"tick {i}", await Probe.NextAsync(kept));
            await Cluster.GrainFactory.GetGrain<ITimeGrain>(Probe.NewKey()).Touch();
        }

        do
        {
            events.Add(await Probe.NextAsync(Key));
        }
        while (events[^1] != "deactivated");

        Assert.True(Probe.IsEmpty(kept));
    }
}
