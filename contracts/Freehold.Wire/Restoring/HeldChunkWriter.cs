using System.Buffers;
using System.Text.Json;
using Freehold.Wire.Json;
using Freehold.Wire.Streaming;

namespace Freehold.Wire.Restoring;

/// <summary>Writes a chunk of ours with text that was held back, in the form in which the text came.</summary>
internal static class HeldChunkWriter
{
    /// <param name="head">Members that every chunk of the stream has, each followed by a comma.</param>
    /// <param name="channel">What text it is.</param>
    /// <param name="text">The rest of it.</param>
    /// <param name="output">Receives the event.</param>
    public static void Write(ReadOnlySpan<byte> head, AnswerChannel channel, string text, IBufferWriter<byte> output)
    {
        SseWriter.BeginData(output);
        output.Write("{"u8);
        SseWriter.AppendData(output, head);
        output.Write("\"choices\":["u8);
        using (var json = new Utf8JsonWriter(output, WireJson.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteNumber("index", channel.Choice);
            if (channel is { Item: < 0, Name: "text" })
            {
                json.WriteString("text", text);
            }
            else
            {
                json.WriteStartObject("delta");
                WriteDelta(json, channel, text);
                json.WriteEndObject();
            }

            json.WriteNull("logprobs");
            json.WriteNull("finish_reason");
            json.WriteEndObject();
        }

        output.Write("]}"u8);
        SseWriter.EndData(output);
    }

    private static void WriteDelta(Utf8JsonWriter json, AnswerChannel channel, string text)
    {
        if (channel is { IsArguments: true, Item: < 0 })
        {
            json.WriteStartObject("function_call");
            json.WriteString("arguments", text);
            json.WriteEndObject();
            return;
        }

        if (channel.Item < 0)
        {
            json.WriteString(channel.Name, text);
            return;
        }

        json.WriteStartArray(channel.IsArguments ? "tool_calls" : "content");
        json.WriteStartObject();
        json.WriteNumber("index", channel.Item);
        if (channel.IsArguments) json.WriteStartObject("function");
        json.WriteString(channel.Name, text);
        if (channel.IsArguments) json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
