using Freehold.Inference.Tokenizers.Unicode;

namespace Freehold.Inference.Tests.Tokenizers;

/// <summary>Form C by examples of UAX #15 and the conformance test's kinds of cases.</summary>
public sealed class NormalizationTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain, caf\u00e9 \u4f60\u597d \U0001F600", "plain, caf\u00e9 \u4f60\u597d \U0001F600")]
    [InlineData("e\u0301", "\u00e9")]
    [InlineData("a\u0300\u0323b", "\u1EA1\u0300b")]
    [InlineData("\u1E0B\u0323", "\u1E0D\u0307")]
    [InlineData("q\u0307\u0323", "q\u0323\u0307")]
    [InlineData("\u212B", "\u00C5")]
    [InlineData("\u2126\u0374", "\u03A9\u02B9")]
    [InlineData("\u0958", "\u0915\u093C")]
    [InlineData("\u03B1\u0313\u0300\u0345", "\u1F82")]
    [InlineData("\u1100\u1161\u11A8", "\uAC01")]
    [InlineData("\uAC00\u11A8", "\uAC01")]
    [InlineData("\uAC01\u11A8", "\uAC01\u11A8")]
    [InlineData("e\u0301\u0301", "\u00e9\u0301")]
    [InlineData("\u0301e\u0301", "\u0301\u00e9")]
    [InlineData("\U0001D15E", "\U0001D157\U0001D165")]
    public void A_text_is_put_into_form_C(string text, string expected)
    {
        Assert.Equal(expected, Normalization.FormC(text).ToString());
        Assert.Equal(expected, Normalization.FormC(expected).ToString());
    }

    [Fact]
    public void A_lone_surrogate_in_a_text_that_changes_is_replaced() =>
        Assert.Equal("\uFFFD\u00e9", Normalization.FormC("\uD800e\u0301").ToString());

    [Fact]
    public void Form_D_takes_characters_apart_and_orders_the_marks()
    {
        Assert.Equal("A\u0323\u030A", Normalization.ToText(Normalization.Decompose("\u212B\u0323")));
        Assert.Equal("\u1100\u1161\u11A8", Normalization.ToText(Normalization.Decompose("\uAC01")));
    }

    [Fact]
    public void A_run_of_a_hundred_thousand_marks_is_ordered_without_the_square_of_its_length()
    {
        var marks = string.Concat(Enumerable.Repeat("\u0301\u0323", 50_000));
        var normal = Normalization.FormC("a" + marks).ToString();

        Assert.StartsWith("\u1EA1\u0323", normal, StringComparison.Ordinal);
        Assert.EndsWith("\u0301\u0301", normal, StringComparison.Ordinal);
    }
}
