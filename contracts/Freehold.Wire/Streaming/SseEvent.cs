namespace Freehold.Wire.Streaming;

/// <summary>One event of a stream.</summary>
/// <param name="Data">The data, its lines joined by LF. Valid until the next call of <see cref="SseReader.ReadAsync"/>.</param>
/// <param name="Type">The event's type; <c>message</c> unless an <c>event:</c> line says otherwise.</param>
public readonly record struct SseEvent(ReadOnlyMemory<byte> Data, string Type)
{
    /// <summary>Whether this is OpenAI's end of the stream.</summary>
    public bool IsDone => Data.Span.SequenceEqual("[DONE]"u8);
}
