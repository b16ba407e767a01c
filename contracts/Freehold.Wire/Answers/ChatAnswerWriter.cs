using System.Buffers;
using System.Text.Json;
using Freehold.Wire.Chat;

namespace Freehold.Wire.Answers;

/// <summary>
/// Writes what a local model answers as OpenAI's chat completions. A stream is: for each choice <see cref="WriteRoleChunk"/>, any
/// number of <see cref="WriteContentChunk"/>, one <see cref="WriteFinishChunk"/>; then <see cref="WriteUsageChunk"/> if the client asked
/// for it. Each chunk is one line of JSON, for <see cref="Streaming.SseWriter"/> to frame.
/// </summary>
/// <remarks>Stateless and thread-safe; allocates nothing per chunk.</remarks>
public static class ChatAnswerWriter
{
    /// <summary>Writes a whole answer.</summary>
    /// <param name="output">Receives UTF-8 JSON.</param>
    /// <param name="header">Id, time and model.</param>
    /// <param name="choices">The choices in the order of their indices.</param>
    /// <param name="usage">Tokens used.</param>
    public static void Write(IBufferWriter<byte> output, AnswerHeader header, ReadOnlySpan<AnswerChoice> choices, UsageCounts usage)
    {
        var json = AnswerJson.Begin(output, header, "chat.completion"u8);
        for (var index = 0; index < choices.Length; index++)
        {
            json.WriteStartObject();
            json.WriteNumber("index"u8, index);
            json.WriteStartObject("message"u8);
            json.WriteString("role"u8, "assistant"u8);
            json.WriteString("content"u8, choices[index].Text);
            json.WriteNull("refusal"u8);
            json.WriteEndObject();
            AnswerJson.WriteLogprobs(json, choices[index].Logprobs);
            json.WriteString("finish_reason"u8, choices[index].FinishReason);
            json.WriteEndObject();
        }

        AnswerJson.End(json, usage);
    }

    /// <summary>Writes the chunk that begins a choice: role and empty content.</summary>
    /// <param name="output">Receives UTF-8 JSON.</param>
    /// <param name="header">Id, time and model.</param>
    /// <param name="index">Position of the choice.</param>
    public static void WriteRoleChunk(IBufferWriter<byte> output, AnswerHeader header, int index = 0)
    {
        var json = BeginDelta(output, header, index);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("content"u8, ""u8);
        EndDelta(json, null, null);
    }

    /// <summary>Writes a chunk that adds text.</summary>
    /// <param name="output">Receives UTF-8 JSON.</param>
    /// <param name="header">Id, time and model.</param>
    /// <param name="text">The added text: whole characters, so a token that ends within one waits for the next.</param>
    /// <param name="index">Position of the choice.</param>
    /// <param name="logprobs">One entry per added token when the client asked for them.</param>
    public static void WriteContentChunk(
        IBufferWriter<byte> output,
        AnswerHeader header,
        ReadOnlySpan<char> text,
        int index = 0,
        IReadOnlyList<TokenLogprob>? logprobs = null)
    {
        var json = BeginDelta(output, header, index);
        json.WriteString("content"u8, text);
        EndDelta(json, logprobs, null);
    }

    /// <summary>Writes the chunk that ends a choice: an empty delta and the reason.</summary>
    /// <param name="output">Receives UTF-8 JSON.</param>
    /// <param name="header">Id, time and model.</param>
    /// <param name="finishReason">One of <see cref="FinishReasons"/>.</param>
    /// <param name="index">Position of the choice.</param>
    public static void WriteFinishChunk(IBufferWriter<byte> output, AnswerHeader header, string finishReason, int index = 0) =>
        EndDelta(BeginDelta(output, header, index), null, finishReason);

    /// <summary>Writes the last chunk: usage and no choices.</summary>
    /// <param name="output">Receives UTF-8 JSON.</param>
    /// <param name="header">Id, time and model.</param>
    /// <param name="usage">Tokens used.</param>
    public static void WriteUsageChunk(IBufferWriter<byte> output, AnswerHeader header, UsageCounts usage) =>
        AnswerJson.End(AnswerJson.Begin(output, header, "chat.completion.chunk"u8), usage);

    private static Utf8JsonWriter BeginDelta(IBufferWriter<byte> output, AnswerHeader header, int index)
    {
        var json = AnswerJson.Begin(output, header, "chat.completion.chunk"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, index);
        json.WriteStartObject("delta"u8);
        return json;
    }

    private static void EndDelta(Utf8JsonWriter json, IReadOnlyList<TokenLogprob>? logprobs, string? finishReason)
    {
        json.WriteEndObject();
        AnswerJson.WriteLogprobs(json, logprobs);
        json.WriteString("finish_reason"u8, finishReason);
        json.WriteEndObject();
        AnswerJson.End(json, null);
    }
}
