using System.Text;

namespace Freehold.Wire.Streaming;

/// <summary>
/// Interprets an event stream line by line. It holds offsets into the reader's buffer only; lines of data are joined in place, which
/// always fits because a line's field name and end are longer than the LF that joins it.
/// </summary>
internal sealed class SseParser
{
    private const string DefaultType = "message";

    private string _type = DefaultType;
    private string _lastNamedType = DefaultType;
    private int _position; // start of the line being read
    private int _scanned; // no line end between _position and here
    private int _dataStart;
    private int _dataLength;
    private bool _hasData;
    private bool _skipLf; // the last line ended in CR: an LF right after it belongs to it
    private bool _started;

    /// <summary>First byte still needed.</summary>
    public int KeepFrom => _hasData ? _dataStart : _position;

    public bool IsMidEvent(int length) => _hasData || _position < length;

    /// <summary>The buffer has dropped the bytes before <see cref="KeepFrom"/>.</summary>
    public void Shift()
    {
        var dropped = KeepFrom;
        _position -= dropped;
        _scanned -= dropped;
        _dataStart -= dropped;
    }

    public bool TryParse(Memory<byte> buffer, out SseEvent sse)
    {
        sse = default;
        var bytes = buffer.Span;
        if (!_started && !TryStart(bytes)) return false;
        while (true)
        {
            if (_skipLf && _position < bytes.Length)
            {
                if (bytes[_position] == '\n') _scanned = ++_position;
                _skipLf = false;
            }

            var length = bytes[_scanned..].IndexOfAny((byte)'\r', (byte)'\n');
            if (length < 0)
            {
                _scanned = bytes.Length;
                return false;
            }

            var lineStart = _position;
            var lineEnd = _scanned + length;
            _skipLf = bytes[lineEnd] == '\r';
            _position = _scanned = lineEnd + 1;
            if (lineEnd > lineStart) ReadLine(bytes, lineStart, lineEnd);
            else if (TryDispatch(buffer, out sse)) return true;
        }
    }

    /// <summary>At the end of the stream: lets through a <c>[DONE]</c> that lacks its blank line.</summary>
    public bool TryFinish(Memory<byte> buffer, out SseEvent sse)
    {
        sse = default;
        if (_position < buffer.Length) ReadLine(buffer.Span, _position, buffer.Length);
        _position = _scanned = buffer.Length;
        return _hasData && buffer.Span.Slice(_dataStart, _dataLength).SequenceEqual("[DONE]"u8) && TryDispatch(buffer, out sse);
    }

    private bool TryStart(ReadOnlySpan<byte> bytes)
    {
        var bom = "\uFEFF"u8;
        if (bytes.Length < bom.Length && bom.StartsWith(bytes)) return false;
        if (bytes.StartsWith(bom)) _position = _scanned = bom.Length;
        _started = true;
        return true;
    }

    private bool TryDispatch(Memory<byte> buffer, out SseEvent sse)
    {
        sse = _hasData ? new SseEvent(buffer.Slice(_dataStart, _dataLength), _type) : default;
        var dispatched = _hasData;
        _hasData = false;
        _type = DefaultType;
        return dispatched;
    }

    private void ReadLine(Span<byte> bytes, int start, int end)
    {
        var line = bytes[start..end];
        var colon = line.IndexOf((byte)':');
        var name = colon < 0 ? line : line[..colon];
        var valueStart = colon < 0 ? end : start + colon + 1;
        if (valueStart < end && bytes[valueStart] == ' ') valueStart++;
        if (name.SequenceEqual("data"u8)) AppendData(bytes, valueStart, end);
        else if (name.SequenceEqual("event"u8)) _type = NameType(bytes[valueStart..end]);
    }

    private void AppendData(Span<byte> bytes, int start, int end)
    {
        if (!_hasData)
        {
            _hasData = true;
            _dataStart = start;
            _dataLength = end - start;
            return;
        }

        var joint = _dataStart + _dataLength;
        bytes[start..end].CopyTo(bytes[(joint + 1)..]);
        bytes[joint] = (byte)'\n';
        _dataLength += 1 + end - start;
    }

    private string NameType(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty) return DefaultType;

        // Streams repeat few types, mostly one.
        if (!Ascii.Equals(name, _lastNamedType)) _lastNamedType = Encoding.UTF8.GetString(name);
        return _lastNamedType;
    }
}
