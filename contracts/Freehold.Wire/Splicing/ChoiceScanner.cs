using System.Text;
using System.Text.Json;
using Freehold.Wire.Json;

namespace Freehold.Wire.Splicing;

/// <summary>Looks through the array <c>choices</c>.</summary>
internal struct ChoiceScanner()
{
    public int Count { get; private set; } = -1;

    public bool HasContent { get; private set; }

    public string? FinishReason { get; private set; }

    public ByteRange Text { get; private set; }

    /// <summary>Reads from the array's start to its end.</summary>
    public void Read(ref Utf8JsonReader reader)
    {
        Count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject) ReadChoice(ref reader);
            else reader.Skip();
            Count++;
        }
    }

    private void ReadChoice(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("delta"u8) || reader.ValueTextEquals("message"u8)) ReadMessage(ref reader);
            else if (reader.ValueTextEquals("finish_reason"u8)) ReadFinishReason(ref reader);
            else if (reader.ValueTextEquals("text"u8)) ReadText(ref reader);
            else Skip(ref reader);
        }
    }

    private void ReadMessage(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("content"u8)) ReadText(ref reader);
            else if (CarriesContent(ref reader)) ReadOtherContent(ref reader);
            else Skip(ref reader);
        }
    }

    private static bool CarriesContent(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("tool_calls"u8) || reader.ValueTextEquals("function_call"u8) || reader.ValueTextEquals("refusal"u8)
        || reader.ValueTextEquals("reasoning_content"u8) || reader.ValueTextEquals("reasoning"u8);

    private void ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (Count == 0 && reader.TokenType == JsonTokenType.String)
            Text = ByteRange.Between((int)reader.TokenStartIndex, (int)reader.BytesConsumed);
        NoteContent(ref reader);
    }

    private void ReadOtherContent(ref Utf8JsonReader reader)
    {
        reader.Read();
        NoteContent(ref reader);
    }

    /// <summary>An empty string, array or object is no content; neither is null.</summary>
    private void NoteContent(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            HasContent |= !reader.ValueSpan.IsEmpty;
            return;
        }

        if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject)) return;
        var depth = reader.CurrentDepth;
        reader.Read();
        if (reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject) return;
        HasContent = true;
        while (reader.CurrentDepth > depth) reader.Read();
    }

    private void ReadFinishReason(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (Count == 0 && reader.TokenType == JsonTokenType.String) FinishReason = Intern(ref reader);
        else reader.Skip();
    }

    private static void Skip(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    private static string Intern(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("stop"u8)) return FinishReasons.Stop;
        if (reader.ValueTextEquals("length"u8)) return FinishReasons.Length;
        if (reader.ValueTextEquals("tool_calls"u8)) return FinishReasons.ToolCalls;
        if (reader.ValueTextEquals("content_filter"u8)) return FinishReasons.ContentFilter;
        return Encoding.UTF8.GetString(reader.ValueSpan);
    }
}
