using System.Text;
using Freehold.Wire.Answers;

namespace Freehold.Wire.Tests.Answers;

public sealed class AnswerTextCollectorTests
{
    [Theory]
    [InlineData("""{"choices":[{"index":0,"message":{"role":"assistant","content":"a\u0041 \"ü\""},"finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":[{"index":0,"text":"a\u0041 \"ü\"","finish_reason":"stop"}],"usage":{"prompt_tokens":1}}""")]
    public void A_whole_answer_gives_its_text_unescaped(string body)
    {
        var collector = new AnswerTextCollector(100);

        collector.AddWhole(Encoding.UTF8.GetBytes(body));

        Assert.Equal(("aA \"ü\"", "stop"), (collector.ToText(), collector.FinishReason));
    }

    [Fact]
    public void Events_are_joined_however_a_character_was_split()
    {
        var collector = new AnswerTextCollector(100);

        collector.AddEvents(Events("""{"delta":{"role":"assistant","content":""}}""", """{"delta":{"content":"one \ud83d"}}"""));
        collector.AddEvents(Events("""{"delta":{"content":"\ude00 two"},"finish_reason":null}"""));
        Assert.Null(collector.FinishReason);
        collector.AddEvents(Events("""{"delta":{},"finish_reason":"stop"}"""));
        collector.AddEvents("data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1}}\n\ndata: [DONE]\n\n"u8);

        Assert.Equal(("one 😀 two", "stop"), (collector.ToText(), collector.FinishReason));
    }

    [Fact]
    public void Half_a_character_that_nothing_completes_is_no_text()
    {
        var collector = new AnswerTextCollector(100);

        collector.AddEvents(Events("""{"delta":{"content":"one \ud83d"},"finish_reason":"stop"}"""));

        Assert.Null(collector.ToText());
        Assert.False(collector.IsTooLarge);
    }

    [Fact]
    public void What_is_over_the_bound_is_dropped_and_stays_so()
    {
        var collector = new AnswerTextCollector(10);

        collector.AddEvents(Events("""{"delta":{"content":"0123456789"}}"""));
        Assert.Equal("0123456789", collector.ToText());
        collector.AddEvents(Events("""{"delta":{"content":"0"}}"""));
        collector.AddEvents(Events("""{"delta":{"content":"1"},"finish_reason":"stop"}"""));

        Assert.Equal((true, null), (collector.IsTooLarge, collector.ToText()));
        collector.Clear();
        Assert.Equal((false, ""), (collector.IsTooLarge, collector.ToText()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("""{"choices":"none"}""")]
    [InlineData("""{"choices":[{"message":{"content":null,"refusal":"no"},"finish_reason":"stop"}]}""")]
    public void Without_text_there_is_none(string body)
    {
        var collector = new AnswerTextCollector(10);

        collector.AddWhole(Encoding.UTF8.GetBytes(body));

        Assert.Equal("", collector.ToText());
    }

    private static byte[] Events(params string[] choices) =>
        Encoding.UTF8.GetBytes(string.Concat(choices.Select(choice => $"data: {{\"choices\":[{choice}]}}\n\n")));
}
