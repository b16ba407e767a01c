using System.Buffers;
using Freehold.Wire;
using Freehold.Wire.Answers;
using Freehold.Wire.Streaming;

namespace Freehold.Gateway.Inference;

/// <summary>The form in which a local model's answer goes out: that of one of OpenAI's APIs.</summary>
internal abstract class AnswerFormat : ApiForm
{
    public static readonly AnswerFormat Chat = new ChatFormat();
    public static readonly AnswerFormat Completion = new CompletionFormat();

    /// <summary>The path under a provider's base URL.</summary>
    public abstract string Path { get; }

    public abstract void WriteWhole(
        IBufferWriter<byte> output, AnswerHeader header, ReadOnlySpan<AnswerChoice> choices, UsageCounts usage);

    public abstract void WriteStartEvent(IBufferWriter<byte> output, AnswerHeader header, int index);

    public abstract void WriteTextEvent(
        IBufferWriter<byte> output, AnswerHeader header, ReadOnlySpan<char> text, int index, AnswerLogprobs? logprobs);

    public abstract void WriteFinishEvent(IBufferWriter<byte> output, AnswerHeader header, string finishReason, int index);

    public abstract void WriteUsageEvent(IBufferWriter<byte> output, AnswerHeader header, UsageCounts usage);

    private sealed class ChatFormat : AnswerFormat
    {
        public override string Path => "chat/completions";

        public override string Api => "chat.completions";

        public override string OperationName => "chat";

        public override string IdPrefix => "chatcmpl-";

        public override string PromptParam => "messages";

        public override void WriteWhole(
            IBufferWriter<byte> output, AnswerHeader header, ReadOnlySpan<AnswerChoice> choices, UsageCounts usage) =>
            ChatAnswerWriter.Write(output, header, choices, usage);

        public override void WriteStartEvent(IBufferWriter<byte> output, AnswerHeader header, int index)
        {
            SseWriter.BeginData(output);
            ChatAnswerWriter.WriteRoleChunk(output, header, index);
            SseWriter.EndData(output);
        }

        public override void WriteTextEvent(
            IBufferWriter<byte> output, AnswerHeader header, ReadOnlySpan<char> text, int index, AnswerLogprobs? logprobs)
        {
            SseWriter.BeginData(output);
            ChatAnswerWriter.WriteContentChunk(output, header, text, index, logprobs?.Tokens);
            SseWriter.EndData(output);
        }

        public override void WriteFinishEvent(IBufferWriter<byte> output, AnswerHeader header, string finishReason, int index)
        {
            SseWriter.BeginData(output);
            ChatAnswerWriter.WriteFinishChunk(output, header, finishReason, index);
            SseWriter.EndData(output);
        }

        public override void WriteUsageEvent(IBufferWriter<byte> output, AnswerHeader header, UsageCounts usage)
        {
            SseWriter.BeginData(output);
            ChatAnswerWriter.WriteUsageChunk(output, header, usage);
            SseWriter.EndData(output);
        }
    }

    private sealed class CompletionFormat : AnswerFormat
    {
        public override string Path => "completions";

        public override string Api => "completions";

        public override string OperationName => "text_completion";

        public override string IdPrefix => "cmpl-";

        public override string PromptParam => "prompt";

        public override void WriteWhole(
            IBufferWriter<byte> output, AnswerHeader header, ReadOnlySpan<AnswerChoice> choices, UsageCounts usage) =>
            CompletionAnswerWriter.Write(output, header, choices, usage);

        public override void WriteStartEvent(IBufferWriter<byte> output, AnswerHeader header, int index)
        {
            // The legacy API has no opening chunk.
        }

        public override void WriteTextEvent(
            IBufferWriter<byte> output, AnswerHeader header, ReadOnlySpan<char> text, int index, AnswerLogprobs? logprobs)
        {
            SseWriter.BeginData(output);
            CompletionAnswerWriter.WriteTextChunk(output, header, text, index, logprobs);
            SseWriter.EndData(output);
        }

        public override void WriteFinishEvent(IBufferWriter<byte> output, AnswerHeader header, string finishReason, int index)
        {
            SseWriter.BeginData(output);
            CompletionAnswerWriter.WriteFinishChunk(output, header, finishReason, index);
            SseWriter.EndData(output);
        }

        public override void WriteUsageEvent(IBufferWriter<byte> output, AnswerHeader header, UsageCounts usage)
        {
            SseWriter.BeginData(output);
            CompletionAnswerWriter.WriteUsageChunk(output, header, usage);
            SseWriter.EndData(output);
        }
    }
}
