using Freehold.Conformance.Tests.Grains;
using Freehold.Conformance.Tests.Support;

namespace Freehold.Conformance.Tests;

public sealed class InterleavingTests : ConformanceTest
{
    [Fact]
    public async Task A_call_that_always_interleaves_passes_one_that_waits()
    {
        var grain = Grain<IPatientGrain>();
        var held = grain.Hold(Key);
        Assert.Equal("held", await Probe.NextAsync(Key));
        var waiting = grain.Wait();

        Assert.Equal("passed", await grain.Pass());
        Assert.False(waiting.IsCompleted);

        Probe.Open(Key);
        await held;
        Assert.Equal("waited", await waiting);
    }

    [Fact]
    public async Task Read_only_calls_run_side_by_side_and_hold_off_others()
    {
        var grain = Grain<IPatientGrain>();
        var first = grain.HoldReading(Key);
        var second = grain.HoldReading(Key);
        Assert.Equal("reading", await Probe.NextAsync(Key));
        Assert.Equal("reading", await Probe.NextAsync(Key));
        var waiting = grain.Wait();

        Assert.Equal("read", await grain.Read());
        Assert.False(waiting.IsCompleted);

        Probe.Open(Key);
        await Task.WhenAll(first, second);
        Assert.Equal("waited", await waiting);
    }

    [Fact]
    public async Task A_read_only_call_does_not_pass_one_that_is_not()
    {
        var grain = Grain<IPatientGrain>();
        var held = grain.Hold(Key);
        Assert.Equal("held", await Probe.NextAsync(Key));
        var reading = grain.Read();

        Assert.Equal("passed", await grain.Pass());
        Assert.False(reading.IsCompleted);

        Probe.Open(Key);
        await held;
        Assert.Equal("read", await reading);
    }

    [Fact]
    public async Task A_reentrant_grain_interleaves_everything()
    {
        var grain = Grain<IReentrantGrain>();
        var held = grain.Hold(Key);
        Assert.Equal("held", await Probe.NextAsync(Key));

        Assert.Equal("waited", await grain.Wait());

        Probe.Open(Key);
        await held;
    }

    [Fact]
    public async Task A_circle_of_calls_gets_through_where_it_is_allowed() =>
        Assert.Equal("arrived", await Grain<ICircleGrain>().GoAround(Probe.NewKey(), allow: true));

    [Fact]
    public async Task A_circle_of_calls_times_out_where_it_is_not_allowed()
    {
        var call = Grain<ICircleGrain>().GoAround(Probe.NewKey(), allow: false);
        Assert.Equal("going", await Probe.NextAsync(Key));
        while (!call.IsCompleted)
        {
            Cluster.AdvanceTime(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        // Which of the three calls times out first is not defined; that none of them arrives is.
        var arrived = false;
        var outcome = await Record.ExceptionAsync(async () => arrived = await call == "arrived");
        Assert.True(outcome is null or TimeoutException);
        Assert.False(arrived);
    }
}
