using System.Text.Json;
using System.Text.Json.Serialization;
using Freehold.Wire.Json;
using Freehold.Wire.Requests;

namespace Freehold.Wire.Completions;

/// <summary>Reads and writes the four forms of a prompt; a single one is written without its array.</summary>
public sealed class CompletionPromptConverter : JsonConverter<CompletionPrompt>
{
    /// <inheritdoc />
    public override CompletionPrompt Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var cursor = new JsonCursor(reader);
        if (!PromptParser.TryRead(ref cursor, PromptPaths.Prompt, out var prompt)) throw new JsonException(cursor.Error!.Message);
        reader = cursor.Reader;
        return prompt;
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, CompletionPrompt value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        if (value.Count != 1) writer.WriteStartArray();
        foreach (var text in value.Texts ?? []) writer.WriteStringValue(text);
        foreach (var tokens in value.Tokens ?? [])
        {
            writer.WriteStartArray();
            foreach (var token in tokens) writer.WriteNumberValue(token);
            writer.WriteEndArray();
        }

        if (value.Count != 1) writer.WriteEndArray();
    }
}
