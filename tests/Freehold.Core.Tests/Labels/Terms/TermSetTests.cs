using Freehold.Core.Labels;
using Freehold.Core.Labels.Terms;

namespace Freehold.Core.Tests.Labels.Terms;

public class TermSetTests
{
    private static readonly TermSet Terms = TermSet.Create(["Project Falcon", "falcon", "Straße-7", "プロジェクト"]);

    [Theory]
    [InlineData("about PROJECT   falcon now", "term:PROJECT   falcon", "term:falcon")]
    [InlineData("project\nFalcon", "term:project\nFalcon", "term:Falcon")]
    [InlineData("falcons and gyrfalcon")]
    [InlineData("ｆａｌｃｏｎ", "term:ｆａｌｃｏｎ")]
    [InlineData("at STRASSE-7 and straße\u20117", "term:straße\u20117")]
    [InlineData("fal\u200Bcon", "term:fal\u200Bcon")]
    public void Terms_are_found_as_whole_words_whatever_their_case_or_width(string text, params string[] expected) =>
        Assert.Equal(expected, Found.In(text, Terms));

    [Fact]
    public void A_span_says_which_term_it_is() =>
        Assert.Equal([0, 1], Found.Spans("Project Falcon", Terms).Select(span => span.Term));

    [Fact]
    public void Of_equal_terms_the_first_is_named() =>
        Assert.Equal(0, Assert.Single(Found.Spans("apollo", TermSet.Create(["Apollo", "APOLLO"]))).Term);

    [Theory]
    [InlineData("--")]
    [InlineData("")]
    public void A_term_without_a_word_is_refused(string term) =>
        Assert.Contains("Term 0", Assert.Throws<ArgumentException>(() => TermSet.Create([term])).Message, StringComparison.Ordinal);

    [Fact]
    public void Too_many_too_long_or_too_large_terms_are_refused()
    {
        Assert.Throws<ArgumentException>(() => TermSet.Create([.. Enumerable.Range(0, TermSet.MostTerms + 1).Select(i => $"t{i}")]));
        Assert.Throws<ArgumentException>(() => TermSet.Create([new string('a', TermSet.MostTermChars + 1)]));
        Assert.Throws<ArgumentException>(() => TermSet.Create([.. Enumerable.Range(0, 8000).Select(i => $"{i:D64}")]));
    }

    [Fact]
    public void Ten_thousand_terms_are_each_found()
    {
        var words = Enumerable.Range(0, TermSet.MostTerms).Select(i => $"name{i}x").ToArray();
        var spans = Found.Spans(string.Join(' ', words), TermSet.Create(words));
        Assert.Equal(Enumerable.Range(0, TermSet.MostTerms), spans.Where(span => span.Kind == SensitiveKind.Term).Select(span => span.Term));
    }
}
