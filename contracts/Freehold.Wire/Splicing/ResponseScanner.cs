using System.Text.Json;
using Freehold.Wire.Json;

namespace Freehold.Wire.Splicing;

/// <summary>The one pass behind <see cref="ResponseReader"/>.</summary>
internal ref struct ResponseScanner(ReadOnlySpan<byte> body)
{
    private Utf8JsonReader _reader = new(body, WireJson.ReaderOptions);
    private ByteRange _id, _model, _error, _nullUsage;
    private UsageCounts? _usage;
    private ChoiceScanner _choices = new();

    public bool TryScan(out ResponseScan scan)
    {
        scan = default;
        if (!_reader.Read() || _reader.TokenType != JsonTokenType.StartObject) return false;
        var insideStart = (int)_reader.BytesConsumed;
        var previousEnd = insideStart;
        var isFirst = true;
        var openNullUsage = false;
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            // A first member is cut up to the name after it; a later one is cut from the end of the value before it.
            var nameStart = (int)_reader.TokenStartIndex;
            if (openNullUsage) _nullUsage = ByteRange.Between(_nullUsage.Start, nameStart);
            openNullUsage = ReadMember(isFirst ? nameStart : previousEnd) && isFirst;
            previousEnd = (int)_reader.BytesConsumed;
            isFirst = false;
        }

        if (openNullUsage) _nullUsage = default;
        while (_reader.Read()) { } // throws when anything follows the object
        scan = new ResponseScan
        {
            Id = _id,
            Model = _model,
            Error = _error,
            NullUsage = _nullUsage,
            Text = _choices.Text,
            InsideStart = insideStart,
            IsEmpty = isFirst,
            ChoiceCount = _choices.Count,
            HasContent = _choices.HasContent,
            FinishReason = _choices.FinishReason,
            Usage = _usage,
        };
        return true;
    }

    /// <summary>Reads a member; true when it is <c>"usage":null</c>.</summary>
    private bool ReadMember(int cutStart)
    {
        if (_reader.ValueTextEquals("choices"u8)) ReadChoices();
        else if (_reader.ValueTextEquals("usage"u8)) return ReadUsage(cutStart);
        else if (_reader.ValueTextEquals("id"u8)) _id = ReadValue();
        else if (_reader.ValueTextEquals("model"u8)) _model = ReadValue();
        else if (_reader.ValueTextEquals("error"u8)) ReadError();
        else ReadValue();
        return false;
    }

    private ByteRange ReadValue()
    {
        _reader.Read();
        var start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        return ByteRange.Between(start, (int)_reader.BytesConsumed);
    }

    private void ReadError()
    {
        var value = ReadValue();
        _error = _reader.TokenType == JsonTokenType.Null ? default : value;
    }

    private void ReadChoices()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.StartArray) _choices.Read(ref _reader);
        else _reader.Skip();
    }

    private bool ReadUsage(int cutStart)
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.StartObject)
        {
            _usage = UsageScanner.Read(ref _reader);
            return false;
        }

        var isNull = _reader.TokenType == JsonTokenType.Null;
        _reader.Skip();
        if (isNull) _nullUsage = ByteRange.Between(cutStart, (int)_reader.BytesConsumed);
        return isNull;
    }
}
