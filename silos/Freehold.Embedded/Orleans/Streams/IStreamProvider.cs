using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.Streams
{
    /// <summary>Gives streams.</summary>
    public interface IStreamProvider
    {
        /// <summary>Its name.</summary>
        string Name { get; }

        /// <summary>Whether subscriptions can begin in the past.</summary>
        bool IsRewindable { get; }

        /// <summary>The stream of this identity; it needs not be made first.</summary>
        IAsyncStream<T> GetStream<T>(StreamId streamId);
    }

    /// <summary>Shorter ways to name a stream.</summary>
    public static class StreamProviderExtensions
    {
        /// <summary>The stream of this namespace and key.</summary>
        public static IAsyncStream<T> GetStream<T>(this IStreamProvider streamProvider, string ns, string id) =>
            streamProvider.GetStream<T>(StreamId.Create(ns, id));

        /// <summary>The stream of this key, without a namespace.</summary>
        public static IAsyncStream<T> GetStream<T>(this IStreamProvider streamProvider, string id) =>
            streamProvider.GetStream<T>(StreamId.Create(null, id));
    }
}

namespace Orleans
{
    /// <summary>The stream providers that a grain sees.</summary>
    public static class GrainStreamingExtensions
    {
        /// <summary>The stream provider of this name.</summary>
        /// <exception cref="KeyNotFoundException">No provider has this name.</exception>
        public static IStreamProvider GetStreamProvider(this Grain grain, string name) => GetStreamProvider((IGrainBase)grain, name);

        /// <inheritdoc cref="GetStreamProvider(Grain, string)"/>
        public static IStreamProvider GetStreamProvider(this IGrainBase grain, string name) =>
            ClientStreamingExtensions.Find(grain.GrainContext.ActivationServices, name);
    }

    /// <summary>The stream providers that a client sees.</summary>
    public static class ClientStreamingExtensions
    {
        /// <inheritdoc cref="GrainStreamingExtensions.GetStreamProvider(Grain, string)"/>
        public static IStreamProvider GetStreamProvider(this IClusterClient client, string name) => Find(client.ServiceProvider, name);

        internal static IStreamProvider Find(IServiceProvider services, string name)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name);
            return services.GetKeyedService<IStreamProvider>(name)
                ?? throw new KeyNotFoundException($"Stream provider '{name}' not found; add its name to EmbeddedGrainOptions.StreamProviders.");
        }
    }

    /// <summary>
    /// The grain whose key is the stream's key gets the items of every stream of a namespace, without subscribing. It must
    /// implement <see cref="Orleans.Streams.Core.IStreamSubscriptionObserver"/>.
    /// </summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
    public class ImplicitStreamSubscriptionAttribute(string streamNamespace) : Attribute
    {
        /// <summary>The namespace.</summary>
        public string StreamNamespace => streamNamespace;
    }
}
