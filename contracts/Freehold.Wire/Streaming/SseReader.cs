using System.Globalization;

namespace Freehold.Wire.Streaming;

/// <summary>
/// Reads server-sent events from a stream: await <see cref="ReadAsync"/> once, then take with <see cref="TryRead"/> all events that
/// have arrived, so that they can be passed on in one write.
/// <code>
/// while (await reader.ReadAsync(cancellationToken))
///     while (reader.TryRead(out var sse)) Handle(sse);
/// </code>
/// </summary>
/// <remarks>
/// Follows the WHATWG standard (HTML, 9.2): CR, LF and CRLF end lines, a BOM at the start is skipped, unknown fields and
/// comments are ignored, and an event that the end of the stream cuts off is dropped (<see cref="EndedMidEvent"/> tells).
/// One deviation: a final <c>data: [DONE]</c> counts without its blank line, because some servers close right after it.
/// Not thread-safe. The stream is the caller's to dispose.
/// </remarks>
public sealed class SseReader : IDisposable
{
    /// <summary>Default bound of one event: room for a large tool call or an image in base64.</summary>
    public const int DefaultMaxEventBytes = 16 * 1024 * 1024;

    private readonly Stream _stream;
    private readonly SseBuffer _buffer = new();
    private readonly SseParser _parser = new();
    private readonly int _maxEventBytes;
    private SseEvent? _next;
    private bool _ended;

    /// <summary>Reads from a stream.</summary>
    /// <param name="stream">The body of the response.</param>
    /// <param name="maxEventBytes">Bound of one event or line, in bytes as they arrive.</param>
    public SseReader(Stream stream, int maxEventBytes = DefaultMaxEventBytes)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxEventBytes);
        _stream = stream;
        _maxEventBytes = maxEventBytes;
    }

    /// <summary>Whether the stream ended within an event, which is then lost: the upstream was cut off.</summary>
    public bool EndedMidEvent { get; private set; }

    /// <summary>Waits until at least one event is ready. Memory of events taken before is reused.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False at the end of the stream.</returns>
    /// <exception cref="InvalidDataException">An event or line is longer than the bound.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (!Peek())
        {
            if (_ended) return false;
            _buffer.Compact(_parser.KeepFrom);
            _parser.Shift();
            if (_buffer.Length > _maxEventBytes) throw TooLarge();
            var count = await _stream.ReadAsync(_buffer.Free(), cancellationToken).ConfigureAwait(false);
            _buffer.Advance(count);
            if (count == 0) End();
        }

        return true;
    }

    /// <summary>Takes the next event that is ready, without waiting.</summary>
    /// <param name="sse">The event.</param>
    /// <returns>False when the next one has not arrived.</returns>
    /// <exception cref="InvalidDataException">An event or line is longer than the bound.</exception>
    public bool TryRead(out SseEvent sse)
    {
        var ready = Peek();
        sse = _next.GetValueOrDefault();
        _next = null;
        return ready;
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose() => _buffer.Dispose();

    private bool Peek()
    {
        if (_next is null && _parser.TryParse(_buffer.Filled, out var sse))
        {
            if (sse.Data.Length > _maxEventBytes) throw TooLarge();
            _next = sse;
        }

        return _next is not null;
    }

    private void End()
    {
        _ended = true;
        if (_parser.TryFinish(_buffer.Filled, out var done)) _next = done;
        else EndedMidEvent = _parser.IsMidEvent(_buffer.Length);
    }

    private InvalidDataException TooLarge() => new(string.Create(CultureInfo.InvariantCulture,
        $"The upstream sent a server-sent event longer than {_maxEventBytes} bytes; the stream is given up. " +
        $"Raise the bound if such events are expected."));
}
