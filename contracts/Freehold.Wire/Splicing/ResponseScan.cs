using Freehold.Wire.Json;

namespace Freehold.Wire.Splicing;

/// <summary>What a provider's answer, or one event of its stream, holds, and where. Ranges are in bytes of the body scanned.</summary>
public readonly record struct ResponseScan
{
    /// <summary>Value of the top-level <c>id</c>, quotes included; absent when there is none.</summary>
    public ByteRange Id { get; init; }

    /// <summary>Value of the top-level <c>model</c>, quotes included.</summary>
    public ByteRange Model { get; init; }

    /// <summary>Value of the top-level <c>error</c>, unless null.</summary>
    public ByteRange Error { get; init; }

    /// <summary>
    /// A top-level <c>"usage":null</c> with the comma that belongs to it, so that the rest without it is whole; absent where it is
    /// all there is.
    /// </summary>
    public ByteRange NullUsage { get; init; }

    /// <summary>
    /// Value of the first choice's text (<c>message.content</c>, <c>delta.content</c> or <c>text</c>), quotes included, when it is a
    /// string.
    /// </summary>
    public ByteRange Text { get; init; }

    /// <summary>Where a member can be inserted first: just after the opening brace.</summary>
    public int InsideStart { get; init; }

    /// <summary>Whether the object has no members at all.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>Number of choices; -1 when there is no array <c>choices</c>.</summary>
    public int ChoiceCount { get; init; }

    /// <summary>Whether any choice carries text, a refusal, reasoning or a tool call that is not empty.</summary>
    public bool HasContent { get; init; }

    /// <summary><c>finish_reason</c> of the first choice; null until it has ended.</summary>
    public string? FinishReason { get; init; }

    /// <summary>Tokens used; null when the answer does not say (yet).</summary>
    public UsageCounts? Usage { get; init; }

    /// <summary>Whether this is an error, in a body or in the midst of a stream.</summary>
    public bool IsError => Error.IsPresent;

    /// <summary>
    /// Whether this is the chunk that <c>stream_options.include_usage</c> adds: usage, and an empty array of choices. It must be
    /// withheld from a client that did not ask for it.
    /// </summary>
    public bool IsUsageOnly => ChoiceCount == 0 && Usage is not null;
}
