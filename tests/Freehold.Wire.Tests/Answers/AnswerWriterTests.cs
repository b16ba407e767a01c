using System.ClientModel.Primitives;
using System.Text.Json;
using Freehold.Testing;
using Freehold.Wire.Answers;
using Freehold.Wire.Chat;
using Freehold.Wire.Json;
using Freehold.Wire.Splicing;
using OpenAI.Chat;

namespace Freehold.Wire.Tests.Answers;

/// <summary>The official SDK is the judge of what is written for its users.</summary>
public sealed class AnswerWriterTests
{
    private const string Text = "Grüße 😀 \"quoted\"\n\u2028</script>";
    private static readonly AnswerHeader Header = new("chatcmpl-1", 1730371200, "tiny \"1\"", "fp_1");
    private static readonly UsageCounts Usage = new(12, 7, 3);

    [Fact]
    public void The_sdk_reads_a_whole_chat_answer()
    {
        var json = Utf8Text.Written(output => ChatAnswerWriter.Write(
            output, Header, [new(Text, FinishReasons.Stop), new("b", FinishReasons.Length, [Token("b", -0.5)])], Usage));
        var answer = ModelReaderWriter.Read<OpenAI.Chat.ChatCompletion>(BinaryData.FromString(json))!;
        Assert.Equal(("chatcmpl-1", "tiny \"1\"", Text, ChatFinishReason.Stop), (answer.Id, answer.Model, answer.Content[0].Text, answer.FinishReason));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1730371200), answer.CreatedAt);
        Assert.Equal((12, 7, 19, 3), (answer.Usage.InputTokenCount, answer.Usage.OutputTokenCount, answer.Usage.TotalTokenCount, answer.Usage.InputTokenDetails.CachedTokenCount));

        var ours = JsonSerializer.Deserialize(json, WireJsonContext.Default.ChatCompletion)!;
        Assert.Equal([(0, Text, "stop"), (1, "b", "length")], ours.Choices.Select(choice => (choice.Index, choice.Message.Content!, choice.FinishReason!)));
        Assert.Equal(-0.7, Assert.Single(ours.Choices[1].Logprobs!.Content![0].TopLogprobs!).Logprob);
        Assert.Equal(("fp_1", 19), (ours.SystemFingerprint, ours.Usage!.TotalTokens));
    }

    [Fact]
    public void The_sdk_reads_log_probabilities()
    {
        var json = Utf8Text.Written(output => ChatAnswerWriter.Write(output, Header, [new("b", FinishReasons.Stop, [Token("b", -0.5)])], Usage));
        var token = Assert.Single(ModelReaderWriter.Read<OpenAI.Chat.ChatCompletion>(BinaryData.FromString(json))!.ContentTokenLogProbabilities);
        Assert.Equal(("b", -0.5f, 1), (token.Token, token.LogProbability, token.TopLogProbabilities.Count));
        Assert.Equal("b"u8.ToArray(), token.Utf8Bytes!.Value.ToArray());
    }

    [Fact]
    public void The_sdk_reads_every_chunk_of_a_stream()
    {
        var role = ReadChunk(Utf8Text.Written(output => ChatAnswerWriter.WriteRoleChunk(output, Header)));
        Assert.Equal((ChatMessageRole.Assistant, "", null), (role.Role, role.ContentUpdate[0].Text, role.FinishReason));
        var content = ReadChunk(Utf8Text.Written(output => ChatAnswerWriter.WriteContentChunk(output, Header, Text)));
        Assert.Equal((null, Text, "chatcmpl-1"), (content.Role, content.ContentUpdate[0].Text, content.CompletionId));
        var finish = ReadChunk(Utf8Text.Written(output => ChatAnswerWriter.WriteFinishChunk(output, Header, FinishReasons.Length)));
        Assert.Equal((ChatFinishReason.Length, 0), (finish.FinishReason, finish.ContentUpdate.Count));
        var usage = ReadChunk(Utf8Text.Written(output => ChatAnswerWriter.WriteUsageChunk(output, Header, Usage)));
        Assert.Equal((12, 7, 0), (usage.Usage.InputTokenCount, usage.Usage.OutputTokenCount, usage.ContentUpdate.Count));
    }

    [Fact]
    public void Chunks_have_exactly_the_fields_of_openai()
    {
        var bare = Header with { SystemFingerprint = null, Model = "m" };
        const string Head = """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1730371200,"model":"m","choices":[""";
        Assert.Equal(Head + """{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}""",
            Utf8Text.Written(output => ChatAnswerWriter.WriteRoleChunk(output, bare)));
        Assert.Equal(Head + """{"index":2,"delta":{"content":"é"},"logprobs":null,"finish_reason":null}]}""",
            Utf8Text.Written(output => ChatAnswerWriter.WriteContentChunk(output, bare, "é", 2)));
        Assert.Equal(Head + """{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]}""",
            Utf8Text.Written(output => ChatAnswerWriter.WriteFinishChunk(output, bare, FinishReasons.Stop)));
        Assert.Equal(Head + """],"usage":{"prompt_tokens":12,"completion_tokens":7,"total_tokens":19,"prompt_tokens_details":{"cached_tokens":3}}}""",
            Utf8Text.Written(output => ChatAnswerWriter.WriteUsageChunk(output, bare, Usage)));
    }

    [Fact]
    public void Legacy_answers_and_chunks_have_exactly_the_fields_of_openai()
    {
        var bare = new AnswerHeader("cmpl-1", 5, "m");
        const string Head = """{"id":"cmpl-1","object":"text_completion","created":5,"model":"m","choices":[""";
        Assert.Equal(Head + """{"text":"a","index":0,"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":12,"completion_tokens":7,"total_tokens":19,"prompt_tokens_details":{"cached_tokens":3}}}""",
            Utf8Text.Written(output => CompletionAnswerWriter.Write(output, bare, [new("a", FinishReasons.Stop)], Usage)));
        Assert.Equal(Head + """{"text":"b","index":1,"logprobs":null,"finish_reason":null}]}""",
            Utf8Text.Written(output => CompletionAnswerWriter.WriteTextChunk(output, bare, "b", 1)));
        var finish = Utf8Text.Written(output => CompletionAnswerWriter.WriteFinishChunk(output, bare, FinishReasons.Length));
        Assert.Equal("length", JsonSerializer.Deserialize(finish, WireJsonContext.Default.Completion)!.Choices[0].FinishReason);
    }

    [Fact]
    public void Our_own_reader_reads_our_own_answers()
    {
        var body = Utf8Text.Bytes(Utf8Text.Written(output => ChatAnswerWriter.Write(output, Header, [new(Text, FinishReasons.Stop)], Usage)));
        Assert.True(ResponseReader.TryRead(body, out var scan));
        Assert.Equal((Text, "stop", Usage), (ResponseReader.ReadString(body, scan.Text), scan.FinishReason, scan.Usage));
    }

    [Fact]
    public void A_chunk_is_written_without_allocating()
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>(4096);
        ChatAnswerWriter.WriteContentChunk(output, Header, "warm");
        Assert.Equal(0, Allocations.Fewest(() => ChatAnswerWriter.WriteContentChunk(output, Header, "token")));
    }

    private static StreamingChatCompletionUpdate ReadChunk(string json) =>
        ModelReaderWriter.Read<StreamingChatCompletionUpdate>(BinaryData.FromString(json))!;

    private static TokenLogprob Token(string text, double logprob) => new()
    {
        Token = text,
        Logprob = logprob,
        Bytes = [.. Utf8Text.Bytes(text).Select(value => (int)value)],
        TopLogprobs = [new TokenLogprob { Token = "c", Logprob = -0.7 }],
    };
}
