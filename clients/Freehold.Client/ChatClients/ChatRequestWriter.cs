using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Freehold.Client;

/// <summary>Writes a request of Microsoft.Extensions.AI as OpenAI's JSON.</summary>
internal static class ChatRequestWriter
{
    public static byte[] Write(IEnumerable<ChatMessage> messages, ChatOptions? options, string defaultModel, bool stream)
    {
        ArgumentNullException.ThrowIfNull(messages);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("model"u8, options?.ModelId ?? defaultModel);
            json.WriteStartArray("messages"u8);
            if (!string.IsNullOrEmpty(options?.Instructions)) ChatMessageWriter.WriteText(json, "system", options.Instructions);
            foreach (var message in messages) ChatMessageWriter.Write(json, message);
            json.WriteEndArray();
            if (options is not null) WriteOptions(json, options);
            if (stream) WriteStreaming(json);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteStreaming(Utf8JsonWriter json)
    {
        json.WriteBoolean("stream"u8, true);
        json.WriteStartObject("stream_options"u8);
        json.WriteBoolean("include_usage"u8, true);
        json.WriteEndObject();
    }

    private static void WriteOptions(Utf8JsonWriter json, ChatOptions options)
    {
        if (options.MaxOutputTokens is { } tokens) json.WriteNumber("max_completion_tokens"u8, tokens);
        if (options.Temperature is { } temperature) json.WriteNumber("temperature"u8, temperature);
        if (options.TopP is { } topP) json.WriteNumber("top_p"u8, topP);
        if (options.Seed is { } seed) json.WriteNumber("seed"u8, seed);
        if (options.PresencePenalty is { } presence) json.WriteNumber("presence_penalty"u8, presence);
        if (options.FrequencyPenalty is { } frequency) json.WriteNumber("frequency_penalty"u8, frequency);
        if (options.StopSequences is { Count: > 0 } stops)
        {
            json.WriteStartArray("stop"u8);
            foreach (var stop in stops) json.WriteStringValue(stop);
            json.WriteEndArray();
        }

        if (options.ResponseFormat is ChatResponseFormatJson format) WriteFormat(json, format);
        if (options.Tools is { Count: > 0 } tools) WriteTools(json, tools, options);
    }

    private static void WriteFormat(Utf8JsonWriter json, ChatResponseFormatJson format)
    {
        json.WriteStartObject("response_format"u8);
        if (format.Schema is { } schema)
        {
            json.WriteString("type"u8, "json_schema"u8);
            json.WriteStartObject("json_schema"u8);
            json.WriteString("name"u8, format.SchemaName ?? "answer");
            if (format.SchemaDescription is { } description) json.WriteString("description"u8, description);
            json.WritePropertyName("schema"u8);
            schema.WriteTo(json);
            json.WriteEndObject();
        }
        else
        {
            json.WriteString("type"u8, "json_object"u8);
        }

        json.WriteEndObject();
    }

    private static void WriteTools(Utf8JsonWriter json, IList<AITool> tools, ChatOptions options)
    {
        json.WriteStartArray("tools"u8);
        foreach (var tool in tools)
        {
            var function = tool as AIFunctionDeclaration ?? throw new NotSupportedException(
                $"The tool '{tool.Name}' ({tool.GetType().Name}) runs at a provider; Freehold sends functions only: pass an AIFunction.");
            json.WriteStartObject();
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, function.Name);
            if (!string.IsNullOrEmpty(function.Description)) json.WriteString("description"u8, function.Description);
            json.WritePropertyName("parameters"u8);
            function.JsonSchema.WriteTo(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (options.AllowMultipleToolCalls is { } parallel) json.WriteBoolean("parallel_tool_calls"u8, parallel);
        WriteToolChoice(json, options.ToolMode);
    }

    private static void WriteToolChoice(Utf8JsonWriter json, ChatToolMode? mode)
    {
        if (mode is RequiredChatToolMode { RequiredFunctionName: { } name })
        {
            json.WriteStartObject("tool_choice"u8);
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, name);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        else if (mode is not null)
        {
            var choice = mode switch { NoneChatToolMode => "none"u8, RequiredChatToolMode => "required"u8, _ => "auto"u8 };
            json.WriteString("tool_choice"u8, choice);
        }
    }
}
