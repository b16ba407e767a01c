using Freehold.Inference.Sampling;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Inference.Tests.Sampling;

public sealed class StopMatcherTests
{
    [Fact]
    public void A_stop_that_spans_pieces_is_found_and_not_emitted()
    {
        var matcher = new StopMatcher(["</answer>"]);
        Assert.Equal("yes", matcher.Push("yes</a"));
        Assert.Equal("", matcher.Push("nsw"));
        Assert.Equal("", matcher.Push("er> more"));
        Assert.True(matcher.Matched);
        Assert.Equal("", matcher.Flush());
    }

    [Fact]
    public void A_false_beginning_is_emitted_once_it_is_known_to_be_one()
    {
        var matcher = new StopMatcher(["abc"]);
        Assert.Equal("x", matcher.Push("xab"));
        Assert.Equal("abd", matcher.Push("d"));
        Assert.Equal("", matcher.Push("ab"));
        Assert.Equal("ab", matcher.Flush());
        Assert.False(matcher.Matched);
    }

    [Fact]
    public void A_beginning_inside_a_false_beginning_is_not_lost()
    {
        var matcher = new StopMatcher(["aab"]);
        Assert.Equal("a", matcher.Push("aaa"));
        Assert.Equal("", matcher.Push("b"));
        Assert.True(matcher.Matched);
    }

    [Fact]
    public void The_answer_does_not_depend_on_how_the_text_was_cut()
    {
        var letters = Gen.Elements('a', 'b', 'c').ArrayOf().Select(chars => new string(chars));
        var stops = letters.Where(stop => stop.Length is > 0 and < 5).ListOf().Where(list => list.Count is > 0 and < 4);
        Prop.ForAll(letters.ToArbitrary(), stops.ToArbitrary(), (text, list) =>
        {
            string[] given = [.. list];
            return Run(given, [text]) == Run(given, [.. text.Select(letter => letter.ToString())]);
        }).QuickCheckThrowOnFailure();
    }

    private static (string Text, bool Matched) Run(string[] stops, string[] pieces)
    {
        var matcher = new StopMatcher(stops);
        var text = "";
        foreach (var piece in pieces)
        {
            text += matcher.Push(piece);
            if (matcher.Matched)
                break;
        }

        return (text + matcher.Flush(), matcher.Matched);
    }
}
