using System.Text;
using Freehold.Wire.Restoring;

namespace Freehold.Wire.Tests.Restoring;

/// <summary>A filter that puts <c>Ann</c> (in arguments <c>A\"n</c>) in place of <c>&lt;A&gt;</c> shows what passes where.</summary>
public sealed class AnswerRestorerTests
{
    private const string Head = "\"id\":\"x\",\"created\":1";

    [Theory]
    [InlineData("""{"choices":[{"message":{"role":"<A>","content":"hi <A>"}}],"model":"<A>"}""", """{"choices":[{"message":{"role":"<A>","content":"hi Ann"}}],"model":"<A>"}""")]
    [InlineData("""{"choices":[{"message":{"content":null,"refusal":"<A>","reasoning_content":"\u003cA>"}}]}""", """{"choices":[{"message":{"content":null,"refusal":"Ann","reasoning_content":"Ann"}}]}""")]
    [InlineData("""{"choices":[{"message":{"content":[{"type":"text","text":"<A>"}],"function_call":{"name":"f","arguments":"{\"a\":\"<A>\"}"}}}]}""",
        """{"choices":[{"message":{"content":[{"type":"text","text":"Ann"}],"function_call":{"name":"f","arguments":"{\"a\":\"A\\\"n\"}"}}}]}""")]
    [InlineData("""{ "choices" : [ { "text" : "<A> <" } ] , "usage" : 1.0 }""", """{ "choices" : [ { "text" : "Ann <" } ] , "usage" : 1.0 }""")]
    [InlineData("""{"choices":[{"logprobs":{"content":[{"bytes":[60],"token":"<"},{"token":"A>","bytes":[65,62],"top_logprobs":[{"token":"<A>"}]}]},"message":{"content":"<A>"}}]}""",
        """{"choices":[{"logprobs":{"content":[{"bytes":[],"token":""},{"token":"Ann","bytes":[65,110,110],"top_logprobs":[{"token":"<A>"}]}]},"message":{"content":"Ann"}}]}""")]
    [InlineData("""{"error":{"message":"<A>"}}""", """{"error":{"message":"<A>"}}""")]
    [InlineData("""{"choices":"<A>"}""", """{"choices":"<A>"}""")]
    public void Of_a_whole_answer_the_texts_of_the_model_change_and_no_other_byte(string body, string expected) =>
        Assert.Equal(expected, Utf8Text.Written(output => new AnswerRestorer(new Filters()).WriteWhole(Utf8Text.Bytes(body), output)));

    [Fact]
    public void What_is_held_back_comes_before_the_end_of_its_choice_and_not_of_another() => Assert.Equal(
        [
            Chunk("""{"index":0,"delta":{"content":"a"}}"""),
            Chunk("""{"delta":{"content":"b"},"index":1}"""),
            Chunk("""{"index":1,"delta":{"content":"<"},"logprobs":null,"finish_reason":null}"""),
            Chunk("""{"index":1,"delta":{},"finish_reason":"stop"}"""),
            Chunk("""{"index":0,"delta":{"content":"Ann"},"finish_reason":"stop"}"""),
        ],
        Stream(
            Chunk("""{"index":0,"delta":{"content":"a<"}}"""),
            Chunk("""{"delta":{"content":"b<"},"index":1}"""),
            Chunk("""{"index":1,"delta":{},"finish_reason":"stop"}"""),
            Chunk("""{"index":0,"delta":{"content":"A>"},"finish_reason":"stop"}""")));

    [Fact]
    public void Calls_side_by_side_have_texts_of_their_own() => Assert.Equal(
        [
            Call(0, ""), Call(1, ""), Call(0, ""), Call(1, "x"), Call(0, "A\\\"n"), Call(1, "Z"),
        ],
        Stream(Call(0, ""), Call(1, ""), Call(0, "<"), Call(1, "x"), Call(0, "A>"), Call(1, "Z")));

    [Fact]
    public void A_new_call_ends_the_text_before_it() => Assert.Equal(
        [
            Chunk("""{"index":0,"delta":{"content":""}}"""),
            Chunk("""{"index":0,"delta":{"content":"<"},"logprobs":null,"finish_reason":null}"""),
            Call(0, ""),
            Chunk("""{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"<"}}]},"logprobs":null,"finish_reason":null}"""),
            Call(1, "x"),
        ],
        Stream(Chunk("""{"index":0,"delta":{"content":"<"}}"""), Call(0, "<"), Call(1, "x")));

    [Fact]
    public void The_legacy_form_and_the_end_without_an_end() => Assert.Equal(
        [
            Chunk("""{"index":0,"text":"a"}"""),
            Chunk("""{"index":0,"text":"<A","logprobs":null,"finish_reason":null}"""),
        ],
        Stream(Chunk("""{"index":0,"text":"a<A"}""")));

    [Fact]
    public void Halves_of_a_character_pass_as_they_came() => Assert.Equal(
        [
            Chunk("""{"index":0,"delta":{"content":""}}"""), Chunk("""{"index":0,"delta":{"content":"<\ud83d"}}"""),
            Chunk("""{"index":0,"delta":{"content":"\ude00"}}"""),
        ],
        Stream(
            Chunk("""{"index":0,"delta":{"content":"<"}}"""), Chunk("""{"index":0,"delta":{"content":"\ud83d"}}"""),
            Chunk("""{"index":0,"delta":{"content":"\ude00"}}""")));

    private static string Chunk(string choice) => $"{{{Head},\"choices\":[{choice}]}}";

    private static string Call(int index, string arguments) =>
        Chunk($"{{\"index\":0,\"delta\":{{\"tool_calls\":[{{\"function\":{{\"arguments\":\"{arguments.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"}},\"index\":{index}}}]}}}}");

    private static string[] Stream(params string[] chunks)
    {
        var restorer = new AnswerRestorer(new Filters());
        var written = Utf8Text.Written(output =>
        {
            foreach (var chunk in chunks) restorer.WriteEvents(Utf8Text.Bytes($"data: {chunk}\n\n"), output);
            restorer.Finish(output);
        });
        return [.. written.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(block => block["data: ".Length..])];
    }

    private sealed class Filters : IAnswerTextFilters
    {
        public IAnswerTextFilter Create(bool isArguments) => new Filter(isArguments ? "A\\\"n" : "Ann");
    }

    private sealed class Filter(string original) : IAnswerTextFilter
    {
        private string _held = "";

        public void Append(ReadOnlySpan<char> piece, StringBuilder output)
        {
            var text = (_held + piece.ToString()).Replace("<A>", original, StringComparison.Ordinal);
            var kept = text.EndsWith('<') ? 1 : text.EndsWith("<A", StringComparison.Ordinal) ? 2 : 0;
            _held = text[^kept..];
            output.Append(text[..^kept]);
        }

        public void Flush(StringBuilder output)
        {
            output.Append(_held);
            _held = "";
        }
    }
}
