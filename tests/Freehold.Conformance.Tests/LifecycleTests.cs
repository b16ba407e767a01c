using Freehold.Conformance.Tests.Grains;
using Freehold.Conformance.Tests.Support;

namespace Freehold.Conformance.Tests;

public sealed class LifecycleTests : ConformanceTest
{
    [Fact]
    public async Task The_first_call_activates_and_the_next_finds_the_same_activation()
    {
        var first = await Grain<IPlainGrain>().Activation();

        Assert.Equal("activated", await Probe.NextAsync(Key));
        Assert.Equal(first, await Grain<IPlainGrain>().Activation());
        Assert.True(Probe.IsEmpty(Key));
    }

    [Fact]
    public async Task A_grain_that_ends_itself_is_activated_again_by_the_next_call()
    {
        var first = await Grain<IPlainGrain>().End();
        Assert.Equal("activated", await Probe.NextAsync(Key));
        Assert.Equal("deactivated: ApplicationRequested", await Probe.NextAsync(Key));

        Assert.NotEqual(first, await Grain<IPlainGrain>().Activation());
    }

    [Fact]
    public async Task No_call_is_lost_when_a_grain_ends_with_calls_waiting()
    {
        var grain = Grain<IPlainGrain>();
        var held = grain.Hold(Key + "gate");
        Assert.Equal("held", await Probe.NextAsync(Key + "gate"));
        var end = grain.End();
        var waiting = Enumerable.Range(0, 100).Select(_ => grain.Activation()).ToArray();

        Probe.Open(Key + "gate");

        Assert.Equal(await held, await end);
        Assert.Equal(100, (await Task.WhenAll(waiting).WaitAsync(Probe.Patience)).Length);
    }

    [Fact]
    public async Task An_idle_grain_is_deactivated_after_its_age_and_a_used_one_is_not()
    {
        SkipWhereIdlenessIsReal();
        var half = Cluster.CollectionAge / 2;
        var first = await Grain<IPlainGrain>().Activation();
        Assert.Equal("activated", await Probe.NextAsync(Key));
        for (var i = 0; i < 6; i++)
        {
            Cluster.AdvanceTime(half);
            Assert.Equal(first, await Grain<IPlainGrain>().Activation());
        }

        Cluster.AdvanceTime(Cluster.CollectionAge * 3);

        Assert.Equal("deactivated: ActivationIdle", await Probe.NextAsync(Key));
    }

    [Fact]
    public async Task A_grain_that_is_kept_is_never_deactivated_for_being_idle()
    {
        var first = await Grain<IKeptGrain>().Activation();
        Cluster.AdvanceTime(Cluster.CollectionAge * 10);

        Assert.Equal(first, await Grain<IKeptGrain>().Activation());
    }

    [Fact]
    public async Task A_class_may_have_an_age_of_its_own()
    {
        SkipWhereIdlenessIsReal();
        var first = await Grain<IHourGrain>().Activation();
        Cluster.AdvanceTime(TimeSpan.FromMinutes(50));
        Assert.Equal(first, await Grain<IHourGrain>().Activation());
        Assert.Equal("activated", await Probe.NextAsync(Key));

        Cluster.AdvanceTime(TimeSpan.FromHours(3));

        Assert.Equal("deactivated: ActivationIdle", await Probe.NextAsync(Key));
    }

    [Fact]
    public async Task A_grain_delays_its_deactivation()
    {
        var first = await Grain<IPlainGrain>().Activation();
        await Grain<IPlainGrain>().Keep(Cluster.CollectionAge * 8);

        Cluster.AdvanceTime(Cluster.CollectionAge * 4);

        Assert.Equal(first, await Grain<IPlainGrain>().Activation());
    }

    [Fact]
    public async Task A_graceful_stop_deactivates_every_grain()
    {
        var keys = Enumerable.Range(0, 50).Select(_ => Probe.NewKey()).ToArray();
        foreach (var key in keys)
        {
            await Cluster.GrainFactory.GetGrain<IPlainGrain>(key).Activation();
        }

        await Cluster.RestartAsync();

        foreach (var key in keys)
        {
            Assert.Equal("activated", await Probe.NextAsync(key));
            Assert.Equal("deactivated: ShuttingDown", await Probe.NextAsync(key));
        }
    }

    [Fact]
    public async Task A_failed_activation_fails_the_call_and_the_next_call_tries_again()
    {
        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => Grain<IReluctantGrain>().Greet());
        Assert.Equal("The grain is not ready.", failure.Message);

        Probe.Open(Key);

        Assert.Equal("hello", await Grain<IReluctantGrain>().Greet());
    }
}
