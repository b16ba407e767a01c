using Freehold.Conformance.Tests.Grains;
using Freehold.Conformance.Tests.Support;

namespace Freehold.Conformance.Tests;

public sealed class FilterTests : ConformanceTest
{
    [Fact]
    public async Task An_incoming_filter_sees_the_method_and_its_arguments()
    {
        Assert.Equal("hello", await Grain<IFilteredGrain>().Echo("hello"));

        Assert.Equal("Echo(hello)", await Probe.NextAsync(Key));
    }

    [Fact]
    public async Task An_incoming_filter_refuses_a_call()
    {
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => Grain<IFilteredGrain>().Echo("forbidden"));

        Assert.Equal("Echo(forbidden)", await Probe.NextAsync(Key));
    }

    [Fact]
    public async Task An_incoming_filter_sees_a_failure_and_the_caller_gets_it()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Grain<IFilteredGrain>().Fail("broken"));

        Assert.Equal("broken", failure.Message);
        Assert.Equal("Fail(broken)", await Probe.NextAsync(Key));
        Assert.Equal("failed: broken", await Probe.NextAsync(Key));
    }

    [Fact]
    public async Task An_incoming_filter_changes_a_result() =>
        Assert.Equal("changed", await Grain<IFilteredGrain>().Echo("change me"));

    [Fact]
    public async Task A_filter_finds_the_method_of_an_enumeration_behind_its_start()
    {
        Assert.Equal(["a", "a", "a"], await Grain<IFilteredGrain>().Repeat("a", 3).ToListAsync());

        Assert.Equal("Repeat(a)", await Probe.NextAsync(Key));
        Assert.True(Probe.IsEmpty(Key));
    }

    [Fact]
    public async Task A_filter_refuses_an_enumeration()
    {
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => Grain<IFilteredGrain>().Repeat("forbidden", 3).ToListAsync());

        Assert.Equal("Repeat(forbidden)", await Probe.NextAsync(Key));
    }

    [Fact]
    public async Task An_outgoing_filter_adds_to_the_request_context() =>
        Assert.Equal("stamped ReadStamp", await Grain<IFilteredGrain>().ReadStamp(""));
}
