using System.Buffers;
using System.Text.Json;

namespace Freehold.Wire.Answers;

/// <summary>
/// Writes what a local model answers as OpenAI's legacy completions, whose chunks have the same form as whole answers. A stream is:
/// any number of <see cref="WriteTextChunk"/> and one <see cref="WriteFinishChunk"/> per choice; then <see cref="WriteUsageChunk"/> if
/// the client asked for it.
/// </summary>
/// <remarks>Stateless and thread-safe; allocates nothing per chunk.</remarks>
public static class CompletionAnswerWriter
{
    /// <summary>Writes a whole answer.</summary>
    /// <param name="output">Receives UTF-8 JSON.</param>
    /// <param name="header">Id, time and model.</param>
    /// <param name="choices">The choices in the order of their indices.</param>
    /// <param name="usage">Tokens used.</param>
    public static void Write(IBufferWriter<byte> output, AnswerHeader header, ReadOnlySpan<AnswerChoice> choices, UsageCounts usage)
    {
        var json = AnswerJson.Begin(output, header, "text_completion"u8);
        for (var index = 0; index < choices.Length; index++) WriteChoice(json, choices[index], index);
        AnswerJson.End(json, usage);
    }

    /// <summary>Writes a chunk that adds text.</summary>
    /// <param name="output">Receives UTF-8 JSON.</param>
    /// <param name="header">Id, time and model.</param>
    /// <param name="text">The added text: whole characters, so a token that ends within one waits for the next.</param>
    /// <param name="index">Position of the choice.</param>
    /// <param name="logprobs">Of the added tokens, when the client asked for them.</param>
    public static void WriteTextChunk(
        IBufferWriter<byte> output, AnswerHeader header, ReadOnlySpan<char> text, int index = 0, AnswerLogprobs? logprobs = null) =>
        WriteChunk(output, header, text, index, logprobs, null);

    /// <summary>Writes the chunk that ends a choice.</summary>
    /// <param name="output">Receives UTF-8 JSON.</param>
    /// <param name="header">Id, time and model.</param>
    /// <param name="finishReason">One of <see cref="FinishReasons"/>.</param>
    /// <param name="index">Position of the choice.</param>
    public static void WriteFinishChunk(IBufferWriter<byte> output, AnswerHeader header, string finishReason, int index = 0) =>
        WriteChunk(output, header, default, index, null, finishReason);

    /// <summary>Writes the last chunk: usage and no choices.</summary>
    /// <param name="output">Receives UTF-8 JSON.</param>
    /// <param name="header">Id, time and model.</param>
    /// <param name="usage">Tokens used.</param>
    public static void WriteUsageChunk(IBufferWriter<byte> output, AnswerHeader header, UsageCounts usage) =>
        AnswerJson.End(AnswerJson.Begin(output, header, "text_completion"u8), usage);

    private static void WriteChunk(
        IBufferWriter<byte> output, AnswerHeader header, ReadOnlySpan<char> text, int index, AnswerLogprobs? logprobs, string? finishReason)
    {
        var json = AnswerJson.Begin(output, header, "text_completion"u8);
        WriteChoice(json, text, index, logprobs, finishReason);
        AnswerJson.End(json, null);
    }

    private static void WriteChoice(Utf8JsonWriter json, AnswerChoice choice, int index) => WriteChoice(
        json, choice.Text, index, choice.Logprobs is { } logprobs ? new AnswerLogprobs(logprobs) : null, choice.FinishReason);

    private static void WriteChoice(Utf8JsonWriter json, ReadOnlySpan<char> text, int index, AnswerLogprobs? logprobs, string? finishReason)
    {
        json.WriteStartObject();
        json.WriteString("text"u8, text);
        json.WriteNumber("index"u8, index);
        CompletionLogprobsJson.Write(json, logprobs);
        json.WriteString("finish_reason"u8, finishReason);
        json.WriteEndObject();
    }
}
