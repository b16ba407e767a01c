using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Freehold.Embedded.Activations;
using Freehold.Embedded.Hosting;
using Orleans.Runtime;
using Orleans.Streams;

namespace Freehold.Embedded.Streams;

/// <summary>All streams and their subscriptions. In memory only: events wake consumers, and none is the truth.</summary>
internal sealed class StreamHub(EmbeddedRuntime runtime)
{
    private const int MaxSubscriptionsPerStream = 1000;

    private readonly ConcurrentDictionary<StreamKey, ImmutableArray<Subscription>> _explicit = new();
    private readonly ConcurrentDictionary<(StreamKey Stream, GrainClass Class), GrainSubscription> _implicit = new();

    private readonly FrozenDictionary<string, IStreamProvider> _providers = runtime.Options.StreamProviders
        .Distinct().ToFrozenDictionary(name => name, name => (IStreamProvider)new EmbeddedStreamProvider(name, runtime));

    private readonly FrozenDictionary<string, GrainClass[]> _classesByNamespace = runtime.Classes
        .SelectMany(grainClass => grainClass.Info.StreamNamespaces.Select(name => (name, grainClass)))
        .GroupBy(pair => pair.name, pair => pair.grainClass)
        .ToFrozenDictionary(group => group.Key, group => group.ToArray());

    private long _lastNumber;

    public EmbeddedRuntime Runtime => runtime;

    /// <summary>The provider of this name, or null.</summary>
    public IStreamProvider ProviderOf(string name) => _providers.GetValueOrDefault(name)!;

    public void Publish(StreamKey stream, object? item, bool isEnd = false, Exception? failure = null)
    {
        runtime.EnsureRunning();
        var streamEvent = new StreamEvent(item, isEnd, failure, new EventNumber(Interlocked.Increment(ref _lastNumber)));
        if (_explicit.TryGetValue(stream, out var subscriptions))
        {
            foreach (var subscription in subscriptions)
            {
                subscription.TryAdd(streamEvent);
            }
        }

        if (stream.StreamId.GetNamespace() is { } name && _classesByNamespace.TryGetValue(name, out var classes))
        {
            foreach (var grainClass in classes)
            {
                while (!ImplicitOf(stream, grainClass).TryAdd(streamEvent))
                {
                    // It was emptied and closed just now; the next one is fresh.
                }
            }
        }
    }

    public Subscription Subscribe(StreamKey stream, ObserverAdapter observer)
    {
        var key = new SubscriptionKey(stream, Guid.NewGuid());
        Subscription subscription;
        if (RuntimeContext.Current is { } activation)
        {
            subscription = new GrainSubscription(key, activation.Class.AnyReference, activation.Key, runtime, null);
            activation.Streams.Set(key, observer);
        }
        else
        {
            subscription = new ClientSubscription(key, observer, runtime);
        }

        var all = _explicit.AddOrUpdate(
            stream,
            static (_, added) => [added],
            static (stream, all, added) => all.Length < MaxSubscriptionsPerStream
                ? all.Add(added)
                : throw new LimitExceededException(nameof(MaxSubscriptionsPerStream), all.Length, MaxSubscriptionsPerStream, stream.StreamId),
            subscription);
        return all[^1];
    }

    public void Unsubscribe(SubscriptionKey key)
    {
        RuntimeContext.Current?.Streams.Remove(key);
        if (Find(key) is { } subscription)
        {
            subscription.Close();
            _explicit.AddOrUpdate(key.Stream, static (_, _) => [], static (_, all, gone) => all.Remove(gone), subscription);
            _explicit.TryRemove(KeyValuePair.Create(key.Stream, ImmutableArray<Subscription>.Empty));
        }
    }

    /// <summary>Sets the observer of a subscription: the calling activation's, or that of a client.</summary>
    public void Resume(SubscriptionKey key, ObserverAdapter observer)
    {
        if (Find(key) is ClientSubscription client)
        {
            client.Observer = observer;
        }
        else
        {
            (RuntimeContext.Current ?? throw new InvalidOperationException(
                "A grain's subscription is resumed by the grain, in a turn of its own.")).Streams.Set(key, observer);
        }
    }

    public IEnumerable<SubscriptionKey> OfCaller(StreamKey stream)
    {
        var subscriptions = _explicit.GetValueOrDefault(stream, []);
        return RuntimeContext.Current is { } activation
            ? subscriptions.OfType<GrainSubscription>().Where(subscription => subscription.IsOf(activation)).Select(subscription => subscription.Key)
            : subscriptions.OfType<ClientSubscription>().Select(subscription => subscription.Key);
    }

    private Subscription? Find(SubscriptionKey key) =>
        _explicit.GetValueOrDefault(key.Stream, []).FirstOrDefault(subscription => subscription.Key == key);

    /// <summary>An implicit subscription lives only while it has events, so that streams that were used once cost nothing.</summary>
    private GrainSubscription ImplicitOf(StreamKey stream, GrainClass grainClass) => _implicit.GetOrAdd(
        (stream, grainClass),
        static (key, hub) => new GrainSubscription(
            new SubscriptionKey(key.Stream, Guid.Empty),
            key.Class.AnyReference,
            key.Stream.StreamId.GetKeyAsString(),
            hub.Runtime,
            done => hub._implicit.TryRemove(KeyValuePair.Create(key, done))),
        this);
}
