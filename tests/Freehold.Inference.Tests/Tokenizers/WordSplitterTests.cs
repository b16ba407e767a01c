using System.Text.RegularExpressions;
using Freehold.Inference.Tokenizers.Splitting;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Inference.Tests.Tokenizers;

/// <summary>The scanners against the published patterns, run by .NET's own engine.</summary>
public sealed partial class WordSplitterTests
{
    // The long s is an s to the patterns' own engines and not to .NET's, so it is written out.
    private const string Before = @"(?i:'s|'\u017F|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|";

    private const string After = @"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    // Characters that the patterns tell apart, and neighbours of theirs; a few often, so that runs come about.
    private const string Alphabet =
        "  \t\n\r\v\u0085\u00a0\u3000\u2028''sStTmMdDrReEvVlL" +
        "\u017F\u2019aZ\u00e9\u01C5\u02B0\u4f60\u0669\u2167\u00BD09!?.-_$+\u0301\u200d\u0000\uFFFD";

    private static readonly Gen<string> Texts = Gen.Elements(Alphabet.ToCharArray()).ListOf().Select(list => string.Concat(list));

    [Theory]
    [InlineData(SplitRule.Gpt2)]
    [InlineData(SplitRule.Llama3)]
    [InlineData(SplitRule.Qwen2)]
    public void Every_text_is_cut_as_the_pattern_cuts_it(SplitRule rule)
    {
        var pattern = rule switch { SplitRule.Gpt2 => Gpt2(), SplitRule.Llama3 => Llama3(), _ => Qwen2() };
        Prop.ForAll(Texts.ToArbitrary(), text =>
            Words(rule, text).SequenceEqual(pattern.Matches(text).Select(match => match.Value)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));
    }

    [Fact]
    public void Digits_first_cuts_each_number_out_and_the_rest_as_gpt2()
    {
        Prop.ForAll(Texts.ToArbitrary(), text =>
        {
            var expected = Number().Split(text).Where(part => part.Length > 0)
                .SelectMany(part => Number().IsMatch(part) ? [part] : Gpt2().Matches(part).Select(match => match.Value));
            return Words(SplitRule.DigitsThenGpt2, text).SequenceEqual(expected);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    [Fact]
    public void Characters_outside_the_first_plane_are_never_cut_in_two_and_have_their_class()
    {
        string[] words = [" \U00010348\U00020000a", "\U0001D7D8", " \U0001F600\U0001F600\n"];
        Assert.Equal(words, Words(SplitRule.Qwen2, string.Concat(words)));
        Assert.Equal(["a", "\uD800", " b", "\uDC00"], Words(SplitRule.Gpt2, "a\uD800 b\uDC00"));
    }

    [Theory]
    [InlineData(SplitRule.Gpt2)]
    [InlineData(SplitRule.DigitsThenGpt2)]
    [InlineData(SplitRule.Llama3)]
    [InlineData(SplitRule.Qwen2)]
    public void Runs_of_one_unit_take_linear_time(SplitRule rule)
    {
        foreach (var unit in (string[])[" ", "\n", " \n", "a", "1", "!", "'", "'s", " 1"])
        {
            var text = string.Concat(Enumerable.Repeat(unit, 200_000 / unit.Length));
            Assert.Equal(text.Length, Words(rule, text).Sum(word => word.Length));
        }
    }

    private static List<string> Words(SplitRule rule, string text)
    {
        var splitter = new WordSplitter(rule, text);
        var words = new List<string>();
        while (splitter.TryNext(out var word))
            words.Add(word.ToString());
        return words;
    }

    [GeneratedRegex(@"(\p{N})")]
    private static partial Regex Number();

    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")]
    private static partial Regex Gpt2();

    [GeneratedRegex(Before + @"\p{N}{1,3}" + After)]
    private static partial Regex Llama3();

    [GeneratedRegex(Before + @"\p{N}" + After)]
    private static partial Regex Qwen2();
}
