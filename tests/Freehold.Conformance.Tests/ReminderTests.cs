using Freehold.Conformance.Tests.Grains;
using Freehold.Conformance.Tests.Support;

namespace Freehold.Conformance.Tests;

public class ReminderTests : ConformanceTest
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_reminder_comes_when_due_and_then_every_period()
    {
        await Grain<IReminderGrain>().Remind("wake", Minute * 2, Minute * 5);

        Cluster.AdvanceTime(Minute * 2);
        Assert.Equal("wake", await Probe.NextAsync(Key));
        await Grain<IReminderGrain>().Names();
        Cluster.AdvanceTime(Minute * 5);

        Assert.Equal("wake", await Probe.NextAsync(Key));
    }

    [Fact]
    public async Task A_reminder_wakes_a_grain_that_was_collected()
    {
        await Grain<IReminderGrain>().Remind("wake", Cluster.CollectionAge * 4, Cluster.CollectionAge * 4);

        Cluster.AdvanceTime(Cluster.CollectionAge * 4);

        Assert.Equal("wake", await Probe.NextAsync(Key));
    }

    [Fact]
    public async Task A_reminder_survives_a_restart()
    {
        await Grain<IReminderGrain>().Remind("wake", Minute * 3, Minute * 3);
        await Cluster.RestartAsync();
        Assert.Equal(["wake"], await Grain<IReminderGrain>().Names());

        Cluster.AdvanceTime(Minute * 3);

        Assert.Equal("wake", await Probe.NextAsync(Key));
    }

    [Fact]
    public async Task A_removed_reminder_comes_no_more()
    {
        await Grain<IReminderGrain>().Remind("gone", Minute, Minute);
        await Grain<IReminderGrain>().Remind("kept", Minute, Minute);
        await Grain<IReminderGrain>().Forget("gone");

        Cluster.AdvanceTime(Minute);

        Assert.Equal("kept", await Probe.NextAsync(Key));
        Assert.Equal(["kept"], await Grain<IReminderGrain>().Names());
        Assert.True(Probe.IsEmpty(Key));
    }

    [Fact]
    public async Task Registering_again_changes_the_times()
    {
        await Grain<IReminderGrain>().Remind("wake", Minute, Minute);
        await Grain<IReminderGrain>().Remind("wake", Minute * 30, Minute * 30);
        Cluster.AdvanceTime(Minute * 29);
        Assert.Equal(["wake"], await Grain<IReminderGrain>().Names());
        Assert.True(Probe.IsEmpty(Key));

        Cluster.AdvanceTime(Minute);

        Assert.Equal("wake", await Probe.NextAsync(Key));
    }

    [Fact]
    public async Task A_period_below_the_minimum_is_refused() =>
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Grain<IReminderGrain>().Remind("fast", Minute, TimeSpan.FromSeconds(1)));
}
