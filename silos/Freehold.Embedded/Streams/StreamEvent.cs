using Orleans.Runtime;
using Orleans.Streams;

namespace Freehold.Embedded.Streams;

/// <summary>The identity of a stream among all providers.</summary>
internal readonly record struct StreamKey(string ProviderName, StreamId StreamId);

/// <summary>The identity of a subscription; an implicit one has no id of its own.</summary>
internal readonly record struct SubscriptionKey(StreamKey Stream, Guid ExplicitId);

/// <summary>What a producer gave to a stream: an item, its end, or its failure.</summary>
internal sealed record StreamEvent(object? Item, bool IsEnd, Exception? Failure, StreamSequenceToken Token);

/// <summary>The number of an event in this process.</summary>
internal sealed class EventNumber(long number) : StreamSequenceToken
{
    public override long SequenceNumber { get; protected set; } = number;

    public override int EventIndex { get; protected set; }

    public override int CompareTo(StreamSequenceToken? other) => other is null ? 1 : SequenceNumber.CompareTo(other.SequenceNumber);

    public override bool Equals(StreamSequenceToken? other) => other is EventNumber && CompareTo(other) == 0;

    public override bool Equals(object? obj) => Equals(obj as StreamSequenceToken);

    public override int GetHashCode() => SequenceNumber.GetHashCode();

    public override string ToString() => $"[{SequenceNumber}]";
}
