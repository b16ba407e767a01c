using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Freehold.Wire.Json;
using Freehold.Wire.Streaming;

namespace Freehold.Wire.Restoring;

/// <summary>
/// Passes an answer of a provider on with its texts filtered. What a filter holds back goes out with a later chunk of the same text, and at the
/// latest before the chunk that ends its choice, in a chunk of its own. All other bytes stay as they are.
/// </summary>
/// <remarks>For one answer; not thread-safe.</remarks>
/// <param name="filters">Makes the filters.</param>
public sealed class AnswerRestorer(IAnswerTextFilters filters)
{
    /// <summary>Most texts of one answer; those beyond stay as they came.</summary>
    private const int MaxChannels = 1_024;

    private readonly AnswerStringScanner _scanner = new();
    private readonly Dictionary<AnswerChannel, IAnswerTextFilter> _open = [];
    private readonly Dictionary<AnswerChannel, int> _lastStrings = [];
    private readonly HashSet<int> _choicesWithNewItems = [];
    private readonly StringBuilder _text = new();
    private readonly ArrayBufferWriter<byte> _unreadable = new();
    private readonly ArrayBufferWriter<byte> _head = new();

    /// <summary>Writes a whole answer.</summary>
    /// <param name="body">UTF-8 JSON.</param>
    /// <param name="output">Receives UTF-8 JSON.</param>
    public void WriteWhole(ReadOnlySpan<byte> body, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Scan(body);
        WriteBody(body, isWhole: true, output);
    }

    /// <summary>Writes events of a stream, each of them whole.</summary>
    /// <param name="events">Events as <see cref="SseWriter"/> writes them.</param>
    /// <param name="output">Receives events.</param>
    public void WriteEvents(ReadOnlySpan<byte> events, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var body = new ArrayBufferWriter<byte>();
        while (SseBlocks.TryTake(ref events, out var data))
        {
            Scan(data.Span);
            NoteHead(data.Span);
            FlushOthers(output);
            body.ResetWrittenCount();
            WriteBody(data.Span, isWhole: false, body);
            SseWriter.WriteData(output, body.WrittenSpan);
        }
    }

    /// <summary>The stream is over, orderly or not: what was held back goes out as it is.</summary>
    /// <param name="output">Receives events; none where nothing was held back.</param>
    public void Finish(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        foreach (var (channel, filter) in _open) Flush(channel, filter, output);
    }

    private void Scan(ReadOnlySpan<byte> body)
    {
        _scanner.Scan(body);
        _lastStrings.Clear();
        _choicesWithNewItems.Clear();
        for (var i = 0; i < _scanner.Strings.Count; i++)
        {
            var channel = _scanner.Strings[i].Channel;
            _lastStrings[channel] = i;
            if (channel.Item >= 0 && !_open.ContainsKey(channel)) _choicesWithNewItems.Add(channel.Choice);
        }
    }

    private void NoteHead(ReadOnlySpan<byte> body)
    {
        _head.ResetWrittenCount();
        foreach (var member in _scanner.Head)
        {
            _head.Write(member.Of(body));
            _head.Write(","u8);
        }
    }

    /// <summary>
    /// Writes what is held back of texts that have ended without being in this chunk: those of a choice that ends here, and those before a new
    /// call of a tool, since clients take the one before it for whole then.
    /// </summary>
    private void FlushOthers(IBufferWriter<byte> output)
    {
        foreach (var (channel, filter) in _open)
        {
            if (_lastStrings.ContainsKey(channel)) continue;
            if (_scanner.Ended.Contains(channel.Choice) || _choicesWithNewItems.Contains(channel.Choice)) Flush(channel, filter, output);
        }
    }

    private void Flush(AnswerChannel channel, IAnswerTextFilter filter, IBufferWriter<byte> output)
    {
        _text.Clear();
        filter.Flush(_text);
        if (_text.Length > 0 && channel.Name != AnswerChannel.Tokens) HeldChunkWriter.Write(_head.WrittenSpan, channel, _text.ToString(), output);
    }

    private void WriteBody(ReadOnlySpan<byte> body, bool isWhole, IBufferWriter<byte> output)
    {
        var copied = 0;
        for (var i = 0; i < _scanner.Strings.Count; i++)
        {
            var found = _scanner.Strings[i];
            if (FilterOf(found.Channel) is not { } filter) continue;
            var isLast = (isWhole || _scanner.Ended.Contains(found.Channel.Choice)) && _lastStrings[found.Channel] == i;
            var literal = found.Range.Of(body);
            if (!TryFilter(literal, filter, isLast)) continue;

            // A token's bytes repeat it, before or after it.
            var isBytesFirst = found.Bytes.IsPresent && found.Bytes.Start < found.Range.Start;
            if (isBytesFirst) copied = Splice(body, copied, found.Bytes, output, static (restorer, to) => restorer.WriteBytes(to));
            copied = Splice(body, copied, found.Range, output, static (restorer, to) => restorer.WriteText(to));
            if (found.Bytes.IsPresent && !isBytesFirst)
                copied = Splice(body, copied, found.Bytes, output, static (restorer, to) => restorer.WriteBytes(to));
        }

        output.Write(body[copied..]);
    }

    private int Splice(ReadOnlySpan<byte> body, int copied, ByteRange range, IBufferWriter<byte> output, Action<AnswerRestorer, IBufferWriter<byte>> write)
    {
        output.Write(body[copied..range.Start]);
        write(this, output);
        return range.End;
    }

    private IAnswerTextFilter? FilterOf(AnswerChannel channel)
    {
        if (_open.TryGetValue(channel, out var filter)) return filter;
        if (_open.Count == MaxChannels) return null;
        return _open[channel] = filters.Create(channel.IsArguments);
    }

    /// <summary>Filters a string into <see cref="_text"/>; false where it stays as it is.</summary>
    private bool TryFilter(ReadOnlySpan<byte> literal, IAnswerTextFilter filter, bool isLast)
    {
        _text.Clear();
        _unreadable.ResetWrittenCount();
        var reader = new Utf8JsonReader(literal, WireJson.ReaderOptions);
        reader.Read();
        var piece = new char[reader.ValueSpan.Length];
        try
        {
            piece = piece[..reader.CopyString(piece)];
        }
        catch (InvalidOperationException)
        {
            // Half of an escaped surrogate pair, whose other half comes in the next chunk: no text to filter, but it must arrive.
            filter.Flush(_text);
            _unreadable.Write(reader.ValueSpan);
            return _text.Length > 0;
        }

        filter.Append(piece, _text);
        if (isLast) filter.Flush(_text);
        return !_text.Equals(piece);
    }

    private void WriteText(IBufferWriter<byte> output)
    {
        output.Write("\""u8);
        output.Write(JsonEncodedText.Encode(_text.ToString(), WireJson.WriterOptions.Encoder).EncodedUtf8Bytes);
        output.Write(_unreadable.WrittenSpan);
        output.Write("\""u8);
    }

    private void WriteBytes(IBufferWriter<byte> output)
    {
        var bytes = Encoding.UTF8.GetBytes(_text.ToString());
        output.Write(Encoding.ASCII.GetBytes(
            "[" + string.Join(',', bytes.Select(value => value.ToString(CultureInfo.InvariantCulture))) + "]"));
    }
}
