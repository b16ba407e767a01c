using Freehold.Embedded.CodeGeneration;
using Freehold.Embedded.Hosting;

namespace Freehold.Embedded.Streams;

/// <summary>
/// The bounded queue of one subscriber, and the pump that empties it. One delivery runs at a time, so order holds; a subscriber
/// that is slow or fails costs the producer nothing.
/// </summary>
internal abstract class Subscription(SubscriptionKey key, EmbeddedRuntime runtime)
{
    private const int MaxEventsPerDelivery = 64;

    private readonly Queue<StreamEvent> _waiting = new();
    private readonly Lock _lock = new();
    private bool _pumping;
    private bool _closed;

    public SubscriptionKey Key => key;

    protected EmbeddedRuntime Runtime => runtime;

    /// <summary>Queues an event; false when the subscription is closed.</summary>
    public bool TryAdd(StreamEvent streamEvent)
    {
        lock (_lock)
        {
            if (_closed)
            {
                return false;
            }

            if (_waiting.Count >= runtime.Options.MaxWaitingItemsPerSubscription)
            {
                _waiting.Dequeue();
                runtime.Log.ItemDropped(key.Stream.StreamId, runtime.Options.MaxWaitingItemsPerSubscription);
            }

            _waiting.Enqueue(streamEvent);
            if (!_pumping)
            {
                _pumping = true;

                // The pump must run in the pool and not in the producer's turn.
                ThreadPool.UnsafeQueueUserWorkItem(static self => _ = self.PumpAsync(), this, preferLocal: false);
            }

            return true;
        }
    }

    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            _waiting.Clear();
        }
    }

    /// <summary>Delivers events in order.</summary>
    protected abstract Task DeliverAsync(IReadOnlyList<StreamEvent> events);

    /// <summary>The queue is empty. True closes the subscription; the next event makes another.</summary>
    protected virtual bool CloseWhenEmpty() => false;

    private async Task PumpAsync()
    {
        while (Take() is { } events)
        {
            try
            {
                await DeliverAsync(events);
            }
            catch (Exception exception)
            {
                runtime.Log.SubscriberFailed(exception, key.Stream.StreamId);
            }
        }
    }

    private List<StreamEvent>? Take()
    {
        lock (_lock)
        {
            if (_waiting.Count == 0)
            {
                _pumping = false;
                _closed |= CloseWhenEmpty();
                return null;
            }

            var events = new List<StreamEvent>(Math.Min(_waiting.Count, MaxEventsPerDelivery));
            while (events.Count < MaxEventsPerDelivery && _waiting.TryDequeue(out var streamEvent))
            {
                events.Add(streamEvent);
            }

            return events;
        }
    }
}

/// <summary>A subscription of a grain; each delivery is a call to it.</summary>
internal sealed class GrainSubscription(
    SubscriptionKey key, GrainReferenceShared shared, string grainKey, EmbeddedRuntime runtime, Action<GrainSubscription>? onEmpty)
    : Subscription(key, runtime)
{
    public bool IsOf(Activations.Activation activation) => activation.Class == shared.Class && activation.Key == grainKey;

    protected override Task DeliverAsync(IReadOnlyList<StreamEvent> events) =>
        shared.Create(grainKey).Send(new DeliveryCall(Key, events));

    protected override bool CloseWhenEmpty()
    {
        onEmpty?.Invoke(this);
        return onEmpty is not null;
    }
}

/// <summary>A subscription of code outside of grains; its observer is called on the thread pool.</summary>
internal sealed class ClientSubscription(SubscriptionKey key, ObserverAdapter observer, EmbeddedRuntime runtime) : Subscription(key, runtime)
{
    public ObserverAdapter Observer { get; set; } = observer;

    protected override async Task DeliverAsync(IReadOnlyList<StreamEvent> events)
    {
        foreach (var streamEvent in events)
        {
            await Observer.TakeAsync(streamEvent, exception => Runtime.Log.SubscriberFailed(exception, Key.Stream.StreamId));
        }
    }
}
