using Freehold.Conformance.Tests.Support;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Freehold.Conformance.Tests.Grains;

/// <summary>Publishes to a stream whose key is the grain's.</summary>
public interface IProducerGrain : IGrainWithStringKey
{
    /// <summary>Publishes numbers from first on.</summary>
    Task Publish(string streamNamespace, int first, int count);
}

/// <inheritdoc cref="IProducerGrain"/>
public sealed class ProducerGrain : Grain, IProducerGrain
{
    public async Task Publish(string streamNamespace, int first, int count)
    {
        var stream = this.GetStreamProvider(ConformanceCluster.StreamProvider)
            .GetStream<int>(StreamId.Create(streamNamespace, this.GetPrimaryKeyString()));
        for (var i = 0; i < count; i++)
        {
            await stream.OnNextAsync(first + i);
        }
    }
}

/// <summary>Gets the items of every stream of a namespace without subscribing; the stream's key is the grain's.</summary>
public interface IImplicitConsumerGrain : IGrainWithStringKey
{
    /// <summary>Tells 'held', then waits for the gate.</summary>
    Task Hold(string gate);
}

/// <inheritdoc cref="IImplicitConsumerGrain"/>
[ImplicitStreamSubscription(ConformanceCluster.ImplicitNamespace)]
public sealed class ImplicitConsumerGrain : Grain, IImplicitConsumerGrain, IStreamSubscriptionObserver, IAsyncObserver<int>
{
    private string Key => this.GetPrimaryKeyString();

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory)
    {
        Probe.Tell(Key, "subscribed");
        return handleFactory.Create<int>().ResumeAsync(this);
    }

    public Task OnNextAsync(int item, StreamSequenceToken? token = null)
    {
        Probe.Tell(Key, $"item {item}");
        return item < 0 ? throw new InvalidDataException("Negative items are not wanted.") : Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;

    public async Task Hold(string gate)
    {
        Probe.Tell(gate, "held");
        await Probe.Gate(gate);
    }
}

/// <summary>Subscribes itself to a stream whose key is the grain's.</summary>
public interface IExplicitConsumerGrain : IGrainWithStringKey
{
    /// <summary>Subscribes.</summary>
    Task Subscribe(string streamNamespace);

    /// <summary>Ends all its subscriptions; gives how many there were.</summary>
    Task<int> Unsubscribe(string streamNamespace);

    /// <summary>Gives up this activation.</summary>
    Task End();
}

/// <inheritdoc cref="IExplicitConsumerGrain"/>
public sealed class ExplicitConsumerGrain : Grain, IExplicitConsumerGrain
{
    private string Key => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        foreach (var handle in await Stream("explicit").GetAllSubscriptionHandles())
        {
            await handle.ResumeAsync((item, _) => Take(item));
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Probe.Tell(Key, "deactivated");
        return Task.CompletedTask;
    }

    public Task Subscribe(string streamNamespace) => Stream(streamNamespace).SubscribeAsync((item, _) => Take(item));

    public async Task<int> Unsubscribe(string streamNamespace)
    {
        var handles = await Stream(streamNamespace).GetAllSubscriptionHandles();
        foreach (var handle in handles)
        {
            await handle.UnsubscribeAsync();
        }

        return handles.Count;
    }

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    private Task Take(int item)
    {
        Probe.Tell(Key, $"item {item}");
        return Task.CompletedTask;
    }

    private IAsyncStream<int> Stream(string streamNamespace) =>
        this.GetStreamProvider(ConformanceCluster.StreamProvider).GetStream<int>(StreamId.Create(streamNamespace, Key));
}
