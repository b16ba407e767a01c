using Freehold.Conformance.Tests.Grains;
using Freehold.Conformance.Tests.Support;

namespace Freehold.Conformance.Tests;

public sealed class StreamTests : ConformanceTest
{
    [Fact]
    public async Task An_item_wakes_the_implicit_subscriber_of_its_key()
    {
        await Publish(ConformanceCluster.ImplicitNamespace, 7, 1);

        Assert.Equal("subscribed", await Probe.NextAsync(Key));
        Assert.Equal("item 7", await Probe.NextAsync(Key));
    }

    [Fact]
    public async Task Items_of_a_stream_come_in_order()
    {
        await Publish(ConformanceCluster.ImplicitNamespace, 0, 500);

        Assert.Equal("subscribed", await Probe.NextAsync(Key));
        for (var i = 0; i < 500; i++)
        {
            Assert.Equal($"item {i}", await Probe.NextAsync(Key));
        }
    }

    [Fact]
    public async Task Delivery_waits_for_the_call_that_runs_and_the_producer_does_not_wait_for_delivery()
    {
        var held = Grain<IImplicitConsumerGrain>().Hold(Key + "gate");
        Assert.Equal("held", await Probe.NextAsync(Key + "gate"));

        await Publish(ConformanceCluster.ImplicitNamespace, 1, 3);
        Assert.True(Probe.IsEmpty(Key));

        Probe.Open(Key + "gate");
        await held;
        Assert.Equal("subscribed", await Probe.NextAsync(Key));
        Assert.Equal("item 1", await Probe.NextAsync(Key));
    }

    [Fact]
    public async Task A_namespace_without_subscribers_takes_items_too()
    {
        await Publish("nobody-listens", 1, 10);

        Assert.True(Probe.IsEmpty(Key));
    }

    [Fact]
    public async Task An_explicit_subscriber_gets_items_until_it_unsubscribes()
    {
        await Grain<IExplicitConsumerGrain>().Subscribe("explicit");
        await Publish("explicit", 1, 2);
        Assert.Equal("item 1", await Probe.NextAsync(Key));
        Assert.Equal("item 2", await Probe.NextAsync(Key));

        Assert.Equal(1, await Grain<IExplicitConsumerGrain>().Unsubscribe("explicit"));
        await Publish("explicit", 3, 1);

        Assert.Equal(0, await Grain<IExplicitConsumerGrain>().Unsubscribe("explicit"));
        Assert.True(Probe.IsEmpty(Key));
    }

    [Fact]
    public async Task An_explicit_subscriber_resumes_when_an_item_activates_it_again()
    {
        await Grain<IExplicitConsumerGrain>().Subscribe("explicit");
        await Grain<IExplicitConsumerGrain>().End();
        Assert.Equal("deactivated", await Probe.NextAsync(Key));

        await Publish("explicit", 5, 1);

        Assert.Equal("item 5", await Probe.NextAsync(Key));
    }

    [Fact]
    public async Task An_unknown_provider_is_a_clear_error() =>
        await Assert.ThrowsAsync<KeyNotFoundException>(() =>
        {
            Cluster.Client.GetStreamProvider("nowhere");
            return Task.CompletedTask;
        });

    private Task Publish(string streamNamespace, int first, int count) =>
        Grain<IProducerGrain>().Publish(streamNamespace, first, count);
}
