using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Freehold.Client;

/// <summary>Writes one message of Microsoft.Extensions.AI as one or more of OpenAI's.</summary>
internal static class ChatMessageWriter
{
    /// <summary>Serializers of the values that functions take and return.</summary>
    private static readonly JsonSerializerOptions ValueJson = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    public static void Write(Utf8JsonWriter json, ChatMessage message)
    {
        // OpenAI has one message a result, Microsoft.Extensions.AI one for all results of a turn.
        foreach (var result in message.Contents.OfType<FunctionResultContent>()) WriteResult(json, result);
        var parts = message.Contents.Where(IsPart).ToList();
        var calls = message.Contents.OfType<FunctionCallContent>().ToList();
        if (parts.Count == 0 && calls.Count == 0) return;

        json.WriteStartObject();
        json.WriteString("role"u8, message.Role.Value);
        if (message.AuthorName is { Length: > 0 } author) json.WriteString("name"u8, author);
        WriteContent(json, parts);
        if (calls.Count > 0) WriteCalls(json, calls);
        json.WriteEndObject();
    }

    public static void WriteText(Utf8JsonWriter json, string role, string text)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, role);
        json.WriteString("content"u8, text);
        json.WriteEndObject();
    }

    /// <summary>Whether the content belongs into the prompt; what a model said about its answer does not.</summary>
    private static bool IsPart(AIContent content) => content switch
    {
        TextContent or DataContent or UriContent => true,
        FunctionCallContent or FunctionResultContent or TextReasoningContent or UsageContent or ErrorContent => false,
        _ => throw new NotSupportedException(
            $"A message holds {content.GetType().Name}, which Freehold cannot send. "
            + "Send text, images, audio, function calls or their results."),
    };

    private static void WriteContent(Utf8JsonWriter json, List<AIContent> parts)
    {
        if (parts.Count == 0)
        {
            json.WriteNull("content"u8);
        }
        else if (parts.TrueForAll(part => part is TextContent))
        {
            json.WriteString("content"u8, string.Concat(parts.Select(part => ((TextContent)part).Text)));
        }
        else
        {
            json.WriteStartArray("content"u8);
            foreach (var part in parts) WritePart(json, part);
            json.WriteEndArray();
        }
    }

    private static void WritePart(Utf8JsonWriter json, AIContent part)
    {
        json.WriteStartObject();
        if (part is TextContent text)
        {
            json.WriteString("type"u8, "text"u8);
            json.WriteString("text"u8, text.Text);
        }
        else if (part is DataContent data && data.HasTopLevelMediaType("audio"))
        {
            json.WriteString("type"u8, "input_audio"u8);
            json.WriteStartObject("input_audio"u8);
            json.WriteString("data"u8, data.Base64Data.Span);
            json.WriteString("format"u8, data.MediaType.EndsWith("wav", StringComparison.OrdinalIgnoreCase) ? "wav"u8 : "mp3"u8);
            json.WriteEndObject();
        }
        else
        {
            json.WriteString("type"u8, "image_url"u8);
            json.WriteStartObject("image_url"u8);
            json.WriteString("url"u8, ImageUrl(part));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string ImageUrl(AIContent part) => part switch
    {
        DataContent data when data.HasTopLevelMediaType("image") => data.Uri,
        UriContent link when link.HasTopLevelMediaType("image") => link.Uri.AbsoluteUri,
        _ => throw new NotSupportedException(
            $"A message holds {(part as DataContent)?.MediaType ?? (part as UriContent)?.MediaType} data, which Freehold cannot send. "
            + "Send images or audio."),
    };

    private static void WriteCalls(Utf8JsonWriter json, List<FunctionCallContent> calls)
    {
        json.WriteStartArray("tool_calls"u8);
        foreach (var call in calls)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, call.CallId);
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, call.Name);
            json.WriteString("arguments"u8, call.Arguments is null
                ? "{}"
                : JsonSerializer.Serialize(call.Arguments, ValueJson.GetTypeInfo(typeof(IDictionary<string, object?>))));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteResult(Utf8JsonWriter json, FunctionResultContent result)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, "tool"u8);
        json.WriteString("tool_call_id"u8, result.CallId);
        var text = result.Result as string ?? JsonSerializer.Serialize(result.Result, ValueJson.GetTypeInfo(typeof(object)));
        json.WriteString("content"u8, text);
        json.WriteEndObject();
    }
}
