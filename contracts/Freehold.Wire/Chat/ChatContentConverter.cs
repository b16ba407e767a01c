using System.Text.Json;
using System.Text.Json.Serialization;

namespace Freehold.Wire.Chat;

/// <summary>Reads and writes the union of a string and an array of parts.</summary>
public sealed class ChatContentConverter : JsonConverter<ChatContent>
{
    /// <inheritdoc />
    public override ChatContent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return new ChatContent(reader.GetString()!);
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("Content must be a string or an array of parts.");
        var parts = new List<ContentPart>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) parts.Add(ReadPart(ref reader));
        return new ChatContent(parts);
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, ChatContent value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        if (value.Parts is null)
        {
            writer.WriteStringValue(value.Text);
            return;
        }

        writer.WriteStartArray();
        foreach (var part in value.Parts)
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, part.Type);
            if (part.Text is not null) writer.WriteString(part.Kind == ContentPartKind.Refusal ? "refusal"u8 : "text"u8, part.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static ContentPart ReadPart(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A content part must be an object.");
        string? type = null, text = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isText = reader.ValueTextEquals("text"u8) || reader.ValueTextEquals("refusal"u8);
            reader.Read();
            if (isType) type = reader.GetString();
            else if (isText) text = reader.GetString();
            else reader.Skip();
        }

        return new ContentPart(type ?? throw new JsonException("A content part must have a type."), text);
    }
}
