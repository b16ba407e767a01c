using System.Text.RegularExpressions;
using Freehold.Core.Rules;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Core.Tests.Rules;

public class RequiredLiteralTests
{
    [Theory]
    [InlineData("hello", "hello")]
    [InlineData("Hello World", "hello world")]
    [InlineData("reset (?:my )?password", "password")]
    [InlineData("ab?cde", "cde")]
    [InlineData("abcd+e", "abcd")]
    [InlineData("abc{0,3}def", "def")]
    [InlineData("a|bcd", "")]
    [InlineData("(?:abc|d) efg", " efg")]
    [InlineData("[abc]xyz", "xyz")]
    [InlineData("[]abc]xyz", "xyz")]
    [InlineData("[a-z-[aeiou]]xyz", "xyz")]
    [InlineData(@"what\?now", "what?now")]
    [InlineData(@"abc\d+def", "")]
    [InlineData("(?x) a b c", "")]
    [InlineData("(a)?bcd", "bcd")]
    [InlineData("grüße euch", "e euch")]
    public void The_longest_text_outside_of_brackets_and_choices_is_found(string pattern, string literal) =>
        Assert.Equal(literal, RequiredLiteral.Of(pattern));

    [Fact]
    public void What_a_pattern_matches_always_has_its_literal()
    {
        var part = Gen.Elements("abc", "k", "S", "(?:de|f)", "[xk]", "(i)", "\\.", "\\w", ".", "c?", "(?:ab)?", "k+", "i{0,2}", "a{2}", "|", "^", " ");
        var cases = from parts in part.ListOf(5)
                    from text in Gen.Elements("abc", "k", "K", "\u212A", "ſ", "İ", "ı", "S", "d", "e", "f", "x", "i", "I", ".", "w", "aa", "ab", " ").ListOf(6)
                    select (Pattern: string.Concat(parts), Text: string.Concat(text));

        Prop.ForAll(cases.ToArbitrary(), given =>
        {
            var regex = new Regex($@"\A(?:{given.Pattern})\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
            var trigrams = new TextTrigrams(new ulong[TextTrigrams.Words], given.Text);
            return !regex.IsMatch(given.Text) || trigrams.HasAll(TextTrigrams.Of(RequiredLiteral.Of(given.Pattern)));
        }).QuickCheckThrowOnFailure();
    }
}
