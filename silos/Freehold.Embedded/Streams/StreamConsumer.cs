using Freehold.Embedded.Activations;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams.Core;

namespace Freehold.Embedded.Streams;

/// <summary>The observers of an activation. Runs in its turns only.</summary>
internal sealed class StreamConsumer(Activation activation)
{
    private readonly Dictionary<SubscriptionKey, ObserverAdapter> _observers = [];

    public void Set(SubscriptionKey key, ObserverAdapter observer) => _observers[key] = observer;

    public void Remove(SubscriptionKey key) => _observers.Remove(key);

    public async Task DeliverAsync(SubscriptionKey key, IReadOnlyList<StreamEvent> events)
    {
        var log = activation.Class.Runtime.Log;
        if (!_observers.TryGetValue(key, out var observer))
        {
            if (activation.Instance is IStreamSubscriptionObserver subscriber)
            {
                var hub = activation.Class.Runtime.Services.GetRequiredService<StreamHub>();
                await subscriber.OnSubscribed(new SubscriptionHandleFactory(hub, key));
            }

            if (!_observers.TryGetValue(key, out observer))
            {
                log.NoObserver(activation.GrainId, key.Stream.StreamId);
                return;
            }
        }

        foreach (var streamEvent in events)
        {
            await observer.TakeAsync(streamEvent, exception => log.SubscriberFailed(exception, key.Stream.StreamId));
        }
    }
}
