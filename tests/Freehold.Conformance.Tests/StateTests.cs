using Freehold.Conformance.Tests.Grains;
using Freehold.Conformance.Tests.Support;
using Orleans.Storage;

namespace Freehold.Conformance.Tests;

public class StateTests : ConformanceTest
{
    [Fact]
    public async Task A_new_grain_has_an_empty_state_that_is_not_stored()
    {
        var (notes, stored, etag) = await Grain<IStateGrain>().Read();

        Assert.Empty(notes);
        Assert.False(stored);
        Assert.Null(etag);
    }

    [Fact]
    public async Task A_written_state_is_there_before_the_next_activation_begins()
    {
        await Grain<IStateGrain>().Write("one");
        await Grain<IStateGrain>().Write("two");
        await Grain<IStateGrain>().End();
        Assert.Equal("ApplicationRequested", await Probe.NextAsync(Key));

        Assert.Equal(2, await Grain<IStateGrain>().NotesAtActivation());
        Assert.Equal(["one", "two"], (await Grain<IStateGrain>().Read()).Notes);
    }

    [Fact]
    public async Task A_written_state_survives_a_restart()
    {
        await Grain<IStateGrain>().Write("kept");

        await Cluster.RestartAsync();

        Assert.Equal(["kept"], (await Grain<IStateGrain>().Read()).Notes);
    }

    [Fact]
    public async Task Every_write_changes_the_etag()
    {
        await Grain<IStateGrain>().Write("one");
        var (_, stored, first) = await Grain<IStateGrain>().Read();
        await Grain<IStateGrain>().Write("two");

        Assert.True(stored);
        Assert.NotNull(first);
        Assert.NotEqual(first, (await Grain<IStateGrain>().Read()).Etag);
    }

    [Fact]
    public async Task Reading_again_forgets_what_was_not_written()
    {
        await Grain<IStateGrain>().Write("kept");

        Assert.Equal(["kept"], await Grain<IStateGrain>().ForgetUnstored("lost"));
    }

    [Fact]
    public async Task A_cleared_state_is_empty_and_can_be_written_again()
    {
        await Grain<IStateGrain>().Write("gone");
        await Grain<IStateGrain>().Clear();
        Assert.False((await Grain<IStateGrain>().Read()).Stored);

        await Grain<IStateGrain>().Write("new");
        await Cluster.RestartAsync();

        Assert.Equal(["new"], (await Grain<IStateGrain>().Read()).Notes);
    }

    [Fact]
    public async Task Overlapping_writes_of_a_reentrant_grain_do_not_conflict()
    {
        await Grain<IStateGrain>().WriteMany(20);
        await Cluster.RestartAsync();

        Assert.Equal(20, (await Grain<IStateGrain>().Read()).Notes.Count);
    }

    [Fact]
    public async Task Grains_of_one_class_do_not_see_each_others_state()
    {
        await Grain<IStateGrain>().Write("mine");

        Assert.Empty((await Cluster.GrainFactory.GetGrain<IStateGrain>(Probe.NewKey()).Read()).Notes);
    }

    [Fact]
    public async Task A_stale_etag_is_refused_and_the_activation_is_given_up()
    {
        var first = await Grain<IStaleGrain>().Activation();

        await Assert.ThrowsAnyAsync<InconsistentStateException>(() => Grain<IStaleGrain>().WriteBoth());

        Assert.NotEqual(first, await Grain<IStaleGrain>().Activation());
    }
}
