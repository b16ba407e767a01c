using Freehold.Embedded.Activations;
using Freehold.Embedded.Calls;
using Orleans.CodeGeneration;
using Orleans.Runtime;

namespace Freehold.Embedded.Streams;

/// <summary>The call that brings events to a grain. It takes as long as the observer takes.</summary>
internal sealed class DeliveryCall(SubscriptionKey key, IReadOnlyList<StreamEvent> events) : ResultCall<NoResult>(DeliverBatch)
{
    private const int NoTimeout = -1;

    private static readonly CallMethod DeliverBatch = new(
        typeof(IStreamConsumerExtension), "Orleans.Streams.IStreamConsumerExtension", "Orleans.Streams.IStreamConsumerExtension",
        nameof(IStreamConsumerExtension.DeliverBatch), InvokeMethodOptions.None, NoTimeout, typeof(object), typeof(object));

    public override int GetArgumentCount() => 2;

    public override object? GetArgument(int index) => index switch
    {
        0 => key.Stream.StreamId,
        1 => events,
        _ => base.GetArgument(index),
    };

    internal override object TargetIn(Activation activation) => activation.Streams;

    protected override Task Run(object target) => ((StreamConsumer)target).DeliverAsync(key, events);
}

/// <summary>How a call filter sees a delivery.</summary>
internal interface IStreamConsumerExtension : IGrainExtension
{
    Task DeliverBatch(object subscription, object events);
}
