using System.Buffers;
using System.Text.Json;
using Freehold.Wire.Errors;
using Freehold.Wire.Json;
using Freehold.Wire.Requests;

namespace Freehold.Wire.Texts;

/// <summary>Walks through a body and gives its texts to a collector; knows what of it is no text.</summary>
internal sealed class BodyTextReader(TextCollector collector)
{
    private const int LongestCallId = 40;

    private static readonly SearchValues<byte> CallIdBytes =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private readonly BodyPath _path = new();
    private readonly NameScopes _names = new();
    private RequestField _member;
    private bool _isId;

    public void Read(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, WireJson.ReaderOptions);
        try
        {
            while (reader.Read()) Take(ref reader, body);
        }
        catch (InvalidOperationException)
        {
            // UTF-8 was checked before, so only an escape such as \ud83d without its second half gets here.
            throw Refuse(RequestErrors.InvalidValue(_path.Describe(body), "the string has an escaped surrogate without its other half"));
        }
    }

    private void Take(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                TakeName(ref reader, body);
                return;
            case JsonTokenType.StartObject:
                _path.Open(isArray: false);
                _names.Open();
                return;
            case JsonTokenType.StartArray:
                _path.Open(isArray: true);
                return;
            case JsonTokenType.EndObject:
                _names.Close();
                _path.Close();
                break;
            case JsonTokenType.EndArray:
                _path.Close();
                break;
            case JsonTokenType.String:
                TakeString(ref reader);
                break;
            case JsonTokenType.Number:
                TakeNumber(ref reader);
                break;
        }

        _path.EndValue();
    }

    private void TakeName(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        _path.Name(ByteRange.Between((int)reader.TokenStartIndex, (int)reader.TokenStartIndex + reader.ValueSpan.Length + 2));
        if (!_names.TryAdd(ref reader))
        {
            var path = _path.Describe(body);
            throw Refuse(RequestErrors.InvalidValue(path, "the object has this name twice, and readers differ in which one they take; send it once"));
        }

        _isId = reader.ValueTextEquals("id"u8) || reader.ValueTextEquals("tool_call_id"u8);
        if (_path.Depth == 1) _member = RequestFields.Find(ref reader);
        if (_member == RequestField.Messages && IsMedia(reader.ValueSpan)) collector.Unreadable |= UnreadableContent.Media;
        if (reader.ValueIsEscaped || ApiWords.Find(reader.ValueSpan) is null) collector.AddName(ref reader);
    }

    private void TakeString(ref Utf8JsonReader reader)
    {
        // The model's name is replaced before the body goes anywhere.
        var isModel = _path.Depth == 1 && _member == RequestField.Model;
        if (isModel || (!reader.ValueIsEscaped && (ApiWords.Find(reader.ValueSpan) is not null || IsCallId(reader.ValueSpan)))) return;
        if (EncodedBytes.IsDataUrl(reader.ValueSpan)) collector.Unreadable |= UnreadableContent.Binary;
        if (EncodedBytes.IsBase64(reader.ValueSpan)) collector.Unreadable |= UnreadableContent.Binary;
        else collector.AddString(ref reader, level: 0);
    }

    private void TakeNumber(ref Utf8JsonReader reader)
    {
        if (_member is RequestField.Prompt or RequestField.Input && _path.IsInArray) collector.Unreadable |= UnreadableContent.TokenIds;
        else if (_path.Depth > 1 || _member == RequestField.Unknown) collector.AddNumber(ref reader);
    }

    /// <summary>The id of a tool's call, as providers draw it: letters and digits that mean nothing.</summary>
    private bool IsCallId(ReadOnlySpan<byte> value)
    {
        var prefix = "call_"u8;
        return _isId && value.Length <= LongestCallId && value.StartsWith(prefix) && !value[prefix.Length..].ContainsAnyExcept(CallIdBytes);
    }

    /// <summary>Names in a message under which content stands that is not text, or a reference to such content at the provider.</summary>
    private static bool IsMedia(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("image_url"u8) || name.SequenceEqual("input_image"u8) || name.SequenceEqual("input_audio"u8)
        || name.SequenceEqual("audio"u8) || name.SequenceEqual("audio_url"u8) || name.SequenceEqual("video_url"u8)
        || name.SequenceEqual("file"u8) || name.SequenceEqual("file_id"u8) || name.SequenceEqual("file_data"u8);

    private static BodyTextException Refuse(WireError error) => new(error);
}
