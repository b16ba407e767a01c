using Freehold.Conformance.Tests.Grains;
using Freehold.Conformance.Tests.Support;

namespace Freehold.Conformance.Tests;

public sealed class CallTests : ConformanceTest
{
    [Fact]
    public async Task Arguments_and_results_arrive_in_every_form_of_method()
    {
        var grain = Grain<ICallGrain>();
        var parcel = new Parcel("you", [1, 2, 3]);

        Assert.Equal("you!", (await grain.SendOn(parcel)).To);
        Assert.Equal(3, await grain.Count(parcel));
        await grain.Nothing();
        Assert.Null(await grain.Nullable(null));
        Assert.Equal("5", await grain.Nullable(null, 5));
        Assert.Equal("number", await grain.Overloaded(1));
        Assert.Equal("text", await grain.Overloaded("1"));
    }

    [Fact]
    public async Task An_exception_reaches_the_caller_with_its_type_and_message()
    {
        var atOnce = await Assert.ThrowsAsync<InvalidDataException>(() => Grain<ICallGrain>().FailAtOnce("at once"));
        var later = await Assert.ThrowsAsync<InvalidDataException>(() => Grain<ICallGrain>().FailLater("later"));

        Assert.Equal("at once", atOnce.Message);
        Assert.Equal("later", later.Message);
        Assert.Equal("number", await Grain<ICallGrain>().Overloaded(1));
    }

    [Fact]
    public async Task A_one_way_call_is_made_and_its_failure_is_nobodys()
    {
        await Grain<ICallGrain>().Forget("one-way");

        Assert.Equal("one-way", await Probe.NextAsync(Key));
    }

    [Fact]
    public async Task References_to_one_grain_are_equal()
    {
        Assert.True(await Grain<ICallGrain>().IsYou(Grain<ICallGrain>()));
        Assert.False(await Grain<ICallGrain>().IsYou(Cluster.GrainFactory.GetGrain<ICallGrain>(Probe.NewKey())));
        Assert.Equal(Key, Grain<ICallGrain>().GetPrimaryKeyString());
        Assert.Equal($"conformance-call/{Key}", Grain<ICallGrain>().GetGrainId().ToString());
    }

    [Fact]
    public async Task Cancelling_the_callers_token_cancels_the_grains()
    {
        using var cancellation = new CancellationTokenSource();
        var call = Grain<ICallGrain>().WaitForCancellation(cancellation.Token);
        Assert.Equal("started", await Probe.NextAsync(Key));

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal("cancelled in turn", await Probe.NextAsync(Key));
    }

    [Fact]
    public async Task Cancellation_goes_on_to_the_grain_behind_the_grain()
    {
        var other = Probe.NewKey();
        using var cancellation = new CancellationTokenSource();
        var call = Grain<ICallGrain>().PassCancellation(other, cancellation.Token);
        Assert.Equal("started", await Probe.NextAsync(other));

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal("cancelled in turn", await Probe.NextAsync(other));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_while_it_waits_fails_at_once()
    {
        var held = Grain<ICallGrain>().Hold(Key + "gate");
        Assert.Equal("held", await Probe.NextAsync(Key + "gate"));
        using var cancellation = new CancellationTokenSource();
        var waiting = Grain<ICallGrain>().Run(cancellation.Token);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.False(held.IsCompleted);

        // Whether it still runs is not defined.
        Probe.Open(Key + "gate");
        await held;
        Assert.Equal("number", await Grain<ICallGrain>().Overloaded(1));
    }

    [Fact]
    public async Task The_request_context_flows_to_the_grain_and_on_but_never_back()
    {
        RequestContext.Set("colour", "red");
        Assert.Equal("red", await Grain<ICallGrain>().ReadContext("colour"));

        Assert.Equal("blue", await Grain<ICallGrain>().SetContextAndAsk(Probe.NewKey(), "colour", "blue"));
        Assert.Equal("red", RequestContext.Get("colour"));

        RequestContext.Clear();
        Assert.Null(await Grain<ICallGrain>().ReadContext("colour"));
    }

    [Fact]
    public async Task A_call_without_context_does_not_see_that_of_the_call_before()
    {
        for (var i = 0; i < 50; i++)
        {
            RequestContext.Set("colour", "red");
            var with = Grain<ICallGrain>().ReadContext("colour");
            RequestContext.Clear();
            var without = Grain<ICallGrain>().ReadContext("colour");

            Assert.Equal("red", await with);
            Assert.Null(await without);
        }
    }
}
