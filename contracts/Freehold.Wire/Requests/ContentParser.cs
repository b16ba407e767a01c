using System.Text.Json;
using Freehold.Wire.Chat;
using Freehold.Wire.Errors;
using Freehold.Wire.Json;

namespace Freehold.Wire.Requests;

/// <summary>Reads the content of a message.</summary>
internal static class ContentParser
{
    public static bool TryRead(ref JsonCursor cursor, int message, out ChatContent? content)
    {
        content = null;
        var path = new FieldPath("messages[#].content", message);
        switch (cursor.Reader.TokenType)
        {
            case JsonTokenType.Null: return true;
            case JsonTokenType.String:
                if (!cursor.TryString(path, out var text)) return false;
                content = new ChatContent(text);
                return true;
            case JsonTokenType.StartArray: return TryParts(ref cursor, message, path, out content);
            default: return cursor.FailType(path, "a string or an array of objects");
        }
    }

    private static bool TryParts(ref JsonCursor cursor, int message, FieldPath path, out ChatContent? content)
    {
        content = null;
        var parts = new List<ContentPart>();
        while (cursor.NextElement())
        {
            if (!TryPart(ref cursor, message, parts.Count, out var part)) return false;
            parts.Add(part!);
        }

        if (parts.Count == 0) return cursor.Fail(RequestErrors.EmptyArray(path.ToString()));
        content = new ChatContent(parts);
        return true;
    }

    private static bool TryPart(ref JsonCursor cursor, int message, int index, out ContentPart? part)
    {
        part = null;
        if (!cursor.Is(JsonTokenType.StartObject))
            return cursor.FailType(new FieldPath("messages[#].content[#]", message, index), "an object");
        FieldPath Path(string pattern) => new(pattern, message, index);
        string? type = null, text = null, refusal = null;
        while (cursor.NextMember(out var field))
        {
            var ok = field switch
            {
                RequestField.Type => cursor.TryString(Path("messages[#].content[#].type"), out type),
                RequestField.Text => cursor.TryOptionalString(Path("messages[#].content[#].text"), out text),
                RequestField.Refusal => cursor.TryOptionalString(Path("messages[#].content[#].refusal"), out refusal),
                _ => cursor.Reader.TrySkip(),
            };
            if (!ok) return false;
        }

        if (type is null) return Missing(ref cursor, "messages[#].content[#].type", message, index);
        part = new ContentPart(type, type switch { "text" => text, "refusal" => refusal, _ => null });
        return part switch
        {
            { Kind: ContentPartKind.Text, Text: null } => Missing(ref cursor, "messages[#].content[#].text", message, index),
            { Kind: ContentPartKind.Refusal, Text: null } => Missing(ref cursor, "messages[#].content[#].refusal", message, index),
            _ => true,
        };
    }

    private static bool Missing(ref JsonCursor cursor, string pattern, int message, int index) =>
        cursor.Fail(RequestErrors.Missing(new FieldPath(pattern, message, index).ToString()));
}
