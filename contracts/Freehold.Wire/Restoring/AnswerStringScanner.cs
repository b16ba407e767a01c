using System.Text.Json;
using Freehold.Wire.Json;

namespace Freehold.Wire.Restoring;

/// <summary>
/// Finds the strings in an answer, or in one chunk of a stream, that a model wrote: all under <c>message</c>, <c>delta</c> and <c>text</c> but
/// names the API defines, and the tokens of log-probabilities.
/// </summary>
internal sealed class AnswerStringScanner
{
    private readonly List<AnswerString> _strings = [];
    private readonly HashSet<int> _ended = [];
    private readonly List<ByteRange> _head = [];

    /// <summary>What was found, in order.</summary>
    public IReadOnlyList<AnswerString> Strings => _strings;

    /// <summary>The choices that end here.</summary>
    public IReadOnlySet<int> Ended => _ended;

    /// <summary>The members besides choices and usage, name and value, as a chunk of ours repeats them.</summary>
    public IReadOnlyList<ByteRange> Head => _head;

    /// <summary>Scans a body. What is not JSON has no strings; the upstream's form was checked before.</summary>
    public void Scan(ReadOnlySpan<byte> body)
    {
        _strings.Clear();
        _ended.Clear();
        _head.Clear();
        var reader = new Utf8JsonReader(body, WireJson.ReaderOptions);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var isChoices = reader.ValueTextEquals("choices"u8);
            var isUsage = reader.ValueTextEquals("usage"u8);
            reader.Read();
            if (isChoices && reader.TokenType == JsonTokenType.StartArray)
            {
                ReadChoices(ref reader);
                continue;
            }

            reader.Skip();
            if (!isUsage && !isChoices) _head.Add(ByteRange.Between(start, (int)reader.BytesConsumed));
        }
    }

    private void ReadChoices(ref Utf8JsonReader reader)
    {
        for (var place = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; place++)
        {
            if (reader.TokenType == JsonTokenType.StartObject) ReadChoice(ref reader, place);
            else reader.Skip();
        }
    }

    private void ReadChoice(ref Utf8JsonReader reader, int place)
    {
        var first = _strings.Count;
        var index = place;
        var ends = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("index"u8)) index = ReadIndex(ref reader, place);
            else if (reader.ValueTextEquals("finish_reason"u8)) ends = ReadIsString(ref reader);
            else if (reader.ValueTextEquals("logprobs"u8)) ReadLogprobs(ref reader);
            else if (reader.ValueTextEquals("message"u8) || reader.ValueTextEquals("delta"u8) || reader.ValueTextEquals("text"u8))
                ReadMember(ref reader, -1);
            else SkipValue(ref reader);
        }

        if (ends) _ended.Add(index);
        for (var i = first; i < _strings.Count; i++) _strings[i] = _strings[i] with { Channel = _strings[i].Channel with { Choice = index } };
    }

    /// <summary>Reads the value of the reader's name; recursion is bounded by the reader's depth.</summary>
    private void ReadMember(ref Utf8JsonReader reader, int item)
    {
        var name = AnswerNames.Find(ref reader);
        reader.Read();
        if (name is null) reader.Skip();
        else ReadValue(ref reader, name, item);
    }

    private void ReadValue(ref Utf8JsonReader reader, string name, int item)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                Add(ref reader, name, item);
                break;
            case JsonTokenType.StartArray:
                for (var place = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; place++) ReadValue(ref reader, name, place);
                break;
            case JsonTokenType.StartObject:
                ReadObject(ref reader, item);
                break;
        }
    }

    private void ReadObject(ref Utf8JsonReader reader, int item)
    {
        var first = _strings.Count;
        var index = item;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (item >= 0 && reader.ValueTextEquals("index"u8)) index = ReadIndex(ref reader, item);
            else ReadMember(ref reader, item);
        }

        if (index == item) return;
        for (var i = first; i < _strings.Count; i++) _strings[i] = _strings[i] with { Channel = _strings[i].Channel with { Item = index } };
    }

    /// <summary>Chat lists objects with <c>token</c> and <c>bytes</c>; the legacy API lists <c>tokens</c> as strings.</summary>
    private void ReadLogprobs(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isList = reader.ValueTextEquals("content"u8) || reader.ValueTextEquals("refusal"u8) || reader.ValueTextEquals("tokens"u8);
            reader.Read();
            if (!isList || reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType == JsonTokenType.StartObject) ReadToken(ref reader);
                else if (reader.TokenType == JsonTokenType.String) Add(ref reader, AnswerChannel.Tokens, -1);
                else reader.Skip();
            }
        }
    }

    private void ReadToken(ref Utf8JsonReader reader)
    {
        ByteRange token = default, bytes = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isToken = reader.ValueTextEquals("token"u8);
            var isBytes = reader.ValueTextEquals("bytes"u8);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            if (isToken && reader.TokenType == JsonTokenType.String) token = ByteRange.Between(start, (int)reader.BytesConsumed);
            var isArray = reader.TokenType == JsonTokenType.StartArray;
            reader.Skip();
            if (isBytes && isArray) bytes = ByteRange.Between(start, (int)reader.BytesConsumed);
        }

        if (token.IsPresent) _strings.Add(new AnswerString(token, new AnswerChannel(0, -1, AnswerChannel.Tokens), bytes));
    }

    private void Add(ref Utf8JsonReader reader, string name, int item) =>
        _strings.Add(new AnswerString(
            ByteRange.Between((int)reader.TokenStartIndex, (int)reader.BytesConsumed), new AnswerChannel(0, item, name)));

    private static int ReadIndex(ref Utf8JsonReader reader, int otherwise)
    {
        reader.Read();
        var index = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) ? number : otherwise;
        reader.Skip();
        return index;
    }

    private static bool ReadIsString(ref Utf8JsonReader reader)
    {
        reader.Read();
        var isString = reader.TokenType == JsonTokenType.String;
        reader.Skip();
        return isString;
    }

    private static void SkipValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }
}
