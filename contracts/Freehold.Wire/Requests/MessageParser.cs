using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Freehold.Wire.Chat;
using Freehold.Wire.Errors;
using Freehold.Wire.Json;

namespace Freehold.Wire.Requests;

/// <summary>Reads one message of a conversation.</summary>
internal static class MessageParser
{
    private const string Roles = "'system', 'assistant', 'user', 'function', 'tool', and 'developer'";

    public static bool TryRead(ref JsonCursor cursor, int index, [NotNullWhen(true)] out ChatMessage? message)
    {
        message = null;
        if (!cursor.Is(JsonTokenType.StartObject)) return cursor.FailType(new FieldPath("messages[#]", index), "an object");
        ChatRole? role = null;
        ChatContent? content = null;
        string? name = null, toolCallId = null;
        var toolCalls = default(RawJson);
        while (cursor.NextMember(out var field))
        {
            var ok = field switch
            {
                RequestField.Role => TryRole(ref cursor, index, out role),
                RequestField.Content => ContentParser.TryRead(ref cursor, index, out content),
                RequestField.Name => cursor.TryOptionalString(new FieldPath("messages[#].name", index), out name),
                RequestField.ToolCallId => cursor.TryOptionalString(new FieldPath("messages[#].tool_call_id", index), out toolCallId),
                RequestField.ToolCalls => TryToolCalls(ref cursor, index, out toolCalls),
                _ => cursor.Reader.TrySkip(),
            };
            if (!ok) return false;
        }

        if (!TryComplete(ref cursor, index, role, content, toolCallId)) return false;
        message = new ChatMessage { Role = role!.Value, Content = content, Name = name, ToolCallId = toolCallId, ToolCalls = toolCalls };
        return true;
    }

    private static bool TryComplete(ref JsonCursor cursor, int index, ChatRole? role, ChatContent? content, string? toolCallId)
    {
        if (role is null) return Missing(ref cursor, "messages[#].role", index);
        if (content is null && role is not (ChatRole.Assistant or ChatRole.Function))
            return Missing(ref cursor, "messages[#].content", index);
        return role is not ChatRole.Tool || toolCallId is not null || Missing(ref cursor, "messages[#].tool_call_id", index);
    }

    private static bool Missing(ref JsonCursor cursor, string pattern, int index) =>
        cursor.Fail(RequestErrors.Missing(new FieldPath(pattern, index).ToString()));

    private static bool TryRole(ref JsonCursor cursor, int index, out ChatRole? role)
    {
        role = null;
        var path = new FieldPath("messages[#].role", index);
        if (!cursor.Is(JsonTokenType.String)) return cursor.FailType(path, "one of " + Roles);
        role = Find(ref cursor.Reader);
        if (role is not null) return true;
        return cursor.TryString(path, out var unknown) && cursor.Fail(RequestErrors.UnsupportedValue(path.ToString(), unknown, Roles));
    }

    private static ChatRole? Find(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("user"u8)) return ChatRole.User;
        if (reader.ValueTextEquals("assistant"u8)) return ChatRole.Assistant;
        if (reader.ValueTextEquals("system"u8)) return ChatRole.System;
        if (reader.ValueTextEquals("developer"u8)) return ChatRole.Developer;
        if (reader.ValueTextEquals("tool"u8)) return ChatRole.Tool;
        return reader.ValueTextEquals("function"u8) ? ChatRole.Function : null;
    }

    private static bool TryToolCalls(ref JsonCursor cursor, int index, out RawJson toolCalls)
    {
        toolCalls = default;
        if (cursor.IsNull) return true;
        if (!cursor.Is(JsonTokenType.StartArray))
            return cursor.FailType(new FieldPath("messages[#].tool_calls", index), "an array of objects");
        toolCalls = cursor.Raw();
        return true;
    }
}
