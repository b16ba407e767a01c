using System.Buffers;
using System.Text;
using System.Text.Json;
using Freehold.Wire.Json;

namespace Freehold.Wire.Texts;

/// <summary>Puts the texts of a body one after another, within bounds.</summary>
internal sealed class TextCollector(int maxChars) : IDisposable
{
    private const int UsualChars = 4_096;

    private const string BetweenValues = "\n\n";

    private readonly List<TextPiece> _pieces = new(16);
    private char[] _text = ArrayPool<char>.Shared.Rent(UsualChars);
    private int _length;
    private string _separator = "";
    private bool _isTaken;

    public UnreadableContent Unreadable { get; set; }

    /// <summary>False from the moment in which a bound is reached; nothing is added from there on.</summary>
    public bool IsWhole { get; private set; } = true;

    public RequestTexts ToTexts()
    {
        _isTaken = true;
        return new RequestTexts(_text, _length, _pieces, Unreadable, IsWhole);
    }

    /// <summary>Adds the reader's name.</summary>
    public void AddName(ref Utf8JsonReader reader)
    {
        if (TryAppend(ref reader)) _separator = ": ";
    }

    /// <summary>Adds the reader's string, or what is in it where it is JSON itself.</summary>
    public void AddString(ref Utf8JsonReader reader, int level)
    {
        if (level < TextLimits.NestedDocuments && LooksLikeJson(reader.ValueSpan) && TryNest(ref reader, level + 1)) return;
        if (TryAppend(ref reader)) _separator = BetweenValues;
    }

    /// <summary>Adds a number that is long enough to mean somebody.</summary>
    public void AddNumber(ref Utf8JsonReader reader)
    {
        var digits = reader.ValueSpan;
        if (digits.Length < TextLimits.NumberDigits || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return;
        if (!TryBegin(digits.Length)) return;
        Note(ref reader, Encoding.ASCII.GetChars(digits, _text.AsSpan(_length)));
        _separator = BetweenValues;
    }

    public void Dispose()
    {
        if (!_isTaken) ArrayPool<char>.Shared.Return(_text, clearArray: true);
    }

    private bool TryAppend(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.IsEmpty || !TryBegin(reader.ValueSpan.Length)) return false;
        Note(ref reader, reader.CopyString(_text.AsSpan(_length)));
        return true;
    }

    private void Note(ref Utf8JsonReader reader, int chars)
    {
        _pieces.Add(new TextPiece(RangeOf(ref reader), _length, chars, 0));
        _length += chars;
    }

    /// <summary>Makes room for so many characters (an escaped string needs fewer than it has bytes), and sets them off from what is before.</summary>
    private bool TryBegin(int chars)
    {
        chars += _separator.Length;
        IsWhole &= chars <= maxChars - _length && _pieces.Count < TextLimits.Strings;
        if (!IsWhole) return false;
        if (_length + chars > _text.Length)
        {
            var larger = ArrayPool<char>.Shared.Rent(Math.Max(_text.Length * 2, _length + chars));
            _text.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<char>.Shared.Return(_text, clearArray: true);
            _text = larger;
        }

        _separator.CopyTo(_text.AsSpan(_length));
        _length += _separator.Length;
        return true;
    }

    // After a name the reader has already consumed its colon.
    private static ByteRange RangeOf(ref Utf8JsonReader reader) =>
        new((int)reader.TokenStartIndex, reader.ValueSpan.Length + (reader.TokenType == JsonTokenType.Number ? 0 : 2));

    private static bool LooksLikeJson(ReadOnlySpan<byte> raw)
    {
        var trimmed = raw.Trim(" "u8);
        return trimmed.Length > 2 && trimmed[0] is (byte)'{' or (byte)'[' or (byte)'\\' && trimmed[^1] is (byte)'}' or (byte)']' or (byte)'n';
    }

    /// <summary>Reads a string as the document that it is; false, with nothing added, where it is none.</summary>
    private bool TryNest(ref Utf8JsonReader outer, int level)
    {
        var (pieces, length, isWhole, separator) = (_pieces.Count, _length, IsWhole, _separator);
        var rented = ArrayPool<byte>.Shared.Rent(outer.ValueSpan.Length);
        try
        {
            var document = rented.AsSpan(0, outer.CopyString(rented));
            _pieces.Add(default);
            ReadDocument(document, level);
            _pieces[pieces] = new TextPiece(RangeOf(ref outer), length, _length - length, _pieces.Count - pieces - 1);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            _pieces.RemoveRange(pieces, _pieces.Count - pieces);
            (_length, IsWhole, _separator) = (length, isWhole, separator);
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }

    private void ReadDocument(ReadOnlySpan<byte> document, int level)
    {
        var reader = new Utf8JsonReader(document, WireJson.ReaderOptions);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName: AddName(ref reader); break;
                case JsonTokenType.String: AddString(ref reader, level); break;
                case JsonTokenType.Number: AddNumber(ref reader); break;
            }
        }
    }
}
