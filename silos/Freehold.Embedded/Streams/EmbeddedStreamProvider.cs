using Freehold.Embedded.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Freehold.Embedded.Streams;

/// <summary>Gives streams of one provider name.</summary>
internal sealed class EmbeddedStreamProvider(string name, EmbeddedRuntime runtime) : IStreamProvider
{
    public string Name => name;

    public bool IsRewindable => false;

    public IAsyncStream<T> GetStream<T>(StreamId streamId) =>
        new EmbeddedStream<T>(runtime.Services.GetRequiredService<StreamHub>(), new StreamKey(name, streamId));
}

/// <summary>A stream. Publishing completes when the event is queued for every subscriber.</summary>
internal sealed class EmbeddedStream<T>(StreamHub hub, StreamKey key) : IAsyncStream<T>
{
    public bool IsRewindable => false;

    public string ProviderName => key.ProviderName;

    public StreamId StreamId => key.StreamId;

    public Task OnNextAsync(T item, StreamSequenceToken? token = null)
    {
        hub.Publish(key, item);
        return Task.CompletedTask;
    }

    public Task OnNextBatchAsync(IEnumerable<T> batch, StreamSequenceToken? token = null)
    {
        foreach (var item in batch)
        {
            hub.Publish(key, item);
        }

        return Task.CompletedTask;
    }

    public Task OnCompletedAsync()
    {
        hub.Publish(key, null, isEnd: true);
        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex)
    {
        hub.Publish(key, null, failure: ex);
        return Task.CompletedTask;
    }

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer) => SubscribeAsync(observer, null);

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(
        IAsyncObserver<T> observer, StreamSequenceToken? token, string? filterData = null)
    {
        EmbeddedSubscriptionHandle<T>.ThrowIfRewound(token);
        var subscription = hub.Subscribe(key, new ObserverAdapter<T>(observer));
        return Task.FromResult<StreamSubscriptionHandle<T>>(new EmbeddedSubscriptionHandle<T>(hub, subscription.Key));
    }

    public Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles() => Task.FromResult<IList<StreamSubscriptionHandle<T>>>(
        [.. hub.OfCaller(key).Select(subscription => new EmbeddedSubscriptionHandle<T>(hub, subscription))]);

    public bool Equals(IAsyncStream<T>? other) => other is EmbeddedStream<T> && CompareTo(other) == 0;

    public override bool Equals(object? obj) => Equals(obj as IAsyncStream<T>);

    public override int GetHashCode() => key.GetHashCode();

    public int CompareTo(IAsyncStream<T>? other) => other is null ? 1
        : string.CompareOrdinal(ProviderName, other.ProviderName) is not 0 and var byProvider ? byProvider
        : StreamId.CompareTo(other.StreamId);
}

/// <summary>A subscription as its owner holds it.</summary>
internal sealed class EmbeddedSubscriptionHandle<T>(StreamHub hub, SubscriptionKey key) : StreamSubscriptionHandle<T>
{
    public override StreamId StreamId => key.Stream.StreamId;

    public override string ProviderName => key.Stream.ProviderName;

    public override Guid HandleId => key.ExplicitId;

    public static void ThrowIfRewound(StreamSequenceToken? token)
    {
        if (token is not null)
        {
            throw new NotSupportedException("Streams of the embedded runtime begin now; read the past from its log.");
        }
    }

    public override Task UnsubscribeAsync()
    {
        hub.Unsubscribe(key);
        return Task.CompletedTask;
    }

    public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null)
    {
        ThrowIfRewound(token);
        hub.Resume(key, new ObserverAdapter<T>(observer));
        return Task.FromResult<StreamSubscriptionHandle<T>>(this);
    }

    public override bool Equals(StreamSubscriptionHandle<T>? other) => other is EmbeddedSubscriptionHandle<T> same && same.Key == Key;

    public override bool Equals(object? obj) => Equals(obj as StreamSubscriptionHandle<T>);

    public override int GetHashCode() => key.GetHashCode();

    private SubscriptionKey Key => key;
}

/// <summary>Makes the handles of one subscription for <see cref="IStreamSubscriptionObserver"/>.</summary>
internal sealed class SubscriptionHandleFactory(StreamHub hub, SubscriptionKey key) : IStreamSubscriptionHandleFactory
{
    public StreamId StreamId => key.Stream.StreamId;

    public string ProviderName => key.Stream.ProviderName;

    public GuidId SubscriptionId => GuidId.GetGuidId(key.ExplicitId);

    public StreamSubscriptionHandle<T> Create<T>() => new EmbeddedSubscriptionHandle<T>(hub, key);
}
