using Orleans.Runtime;

namespace Orleans.Streams
{
    /// <summary>Takes the items of a stream. In a grain each call is part of a turn.</summary>
    public interface IAsyncObserver<in T>
    {
        /// <summary>An item. Items of one stream come one after the other, in the order they were published in.</summary>
        Task OnNextAsync(T item, StreamSequenceToken? token = null);

        /// <summary>The producer has ended the stream.</summary>
        Task OnCompletedAsync() => Task.CompletedTask;

        /// <summary>The producer has failed the stream, or this observer has failed an item.</summary>
        Task OnErrorAsync(Exception ex);
    }

    /// <summary>Something that can be subscribed to.</summary>
    public interface IAsyncObservable<T>
    {
        /// <summary>Subscribes. Called again, it makes a second subscription.</summary>
        Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer);

        /// <summary>The same; streams of the embedded runtime cannot be rewound, so <paramref name="token"/> must be null.</summary>
        Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token, string? filterData = null);
    }

    /// <summary>Publishes several items at once.</summary>
    public interface IAsyncBatchProducer<T> : IAsyncObserver<T>
    {
        /// <summary>Publishes several items, in order.</summary>
        Task OnNextBatchAsync(IEnumerable<T> batch, StreamSequenceToken? token = null);
    }

    /// <summary>A stream.</summary>
    public interface IAsyncStream
    {
        /// <summary>Whether a subscription can begin in the past.</summary>
        bool IsRewindable { get; }

        /// <summary>The name of its provider.</summary>
        string ProviderName { get; }

        /// <summary>Its identity.</summary>
        StreamId StreamId { get; }
    }

    /// <summary>A stream of items of a type.</summary>
    public interface IAsyncStream<T>
        : IAsyncStream, IEquatable<IAsyncStream<T>>, IComparable<IAsyncStream<T>>, IAsyncObservable<T>, IAsyncBatchProducer<T>
    {
        /// <summary>The subscriptions that the calling grain has made to this stream, to be resumed after it was activated again.</summary>
        Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles();
    }

    /// <summary>The place of an item in its stream.</summary>
    public abstract class StreamSequenceToken : IEquatable<StreamSequenceToken?>, IComparable<StreamSequenceToken?>
    {
        /// <summary>The number of the event.</summary>
        public abstract long SequenceNumber { get; protected set; }

        /// <summary>The index of the item in its event.</summary>
        public abstract int EventIndex { get; protected set; }

        /// <inheritdoc/>
        public abstract bool Equals(StreamSequenceToken? other);

        /// <inheritdoc/>
        public abstract int CompareTo(StreamSequenceToken? other);
    }

    /// <summary>A subscription.</summary>
    public abstract class StreamSubscriptionHandle<T> : IEquatable<StreamSubscriptionHandle<T>?>
    {
        /// <summary>The stream.</summary>
        public abstract StreamId StreamId { get; }

        /// <summary>The name of the stream's provider.</summary>
        public abstract string ProviderName { get; }

        /// <summary>The identity of the subscription.</summary>
        public abstract Guid HandleId { get; }

        /// <summary>Ends the subscription; items that wait for it are dropped.</summary>
        public abstract Task UnsubscribeAsync();

        /// <summary>Sets the observer, as a new activation must, to get the items from here on.</summary>
        public abstract Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null);

        /// <inheritdoc/>
        public abstract bool Equals(StreamSubscriptionHandle<T>? other);
    }
}

namespace Orleans.Streams.Core
{
    using Orleans.Streams;

    /// <summary>A grain that wants to know of its subscriptions; implicit subscribers must implement it.</summary>
    public interface IStreamSubscriptionObserver
    {
        /// <summary>
        /// The first item of a subscription came, and no observer is set. Set it with
        /// <c>handleFactory.Create&lt;T&gt;().ResumeAsync(this)</c>.
        /// </summary>
        Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory);
    }

    /// <summary>Makes handles of one subscription.</summary>
    public interface IStreamSubscriptionHandleFactory
    {
        /// <summary>The stream.</summary>
        StreamId StreamId { get; }

        /// <summary>The name of the stream's provider.</summary>
        string ProviderName { get; }

        /// <summary>The identity of the subscription.</summary>
        GuidId SubscriptionId { get; }

        /// <summary>A handle for items of this type.</summary>
        StreamSubscriptionHandle<T> Create<T>();
    }
}
