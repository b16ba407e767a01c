using Freehold.Core.Labels;
using Freehold.Core.Labels.Generation;

namespace Freehold.Core.Tests.Labels.Generation;

public sealed class GrammarTests
{
    private static LabelledText Generate(params string[] lines) => new TextGenerator(new Grammar(GrammarParser.Parse(lines)), 1).Next();

    [Fact]
    public void A_span_covers_what_its_rules_make()
    {
        var text = Generate("[text]", "to {P <name>}, \\{<name>\\}", "[name words]", "Ann_Lee");

        Assert.Equal("to ann lee, {ann lee}", text.Text.ToLowerInvariant());
        Assert.Equal(new LabelledSpan(3, 7, SensitiveKind.Person), Assert.Single(text.Spans));
    }

    [Fact]
    public void An_address_in_one_piece_is_told_from_a_part_of_one()
    {
        var text = Generate("[text]", "{W 1 x} {A 2 y}");

        Assert.Equal([true, false], text.Spans.Select(span => span.IsWhole));
    }

    [Fact]
    public void Weights_decide_how_often_an_alternative_is_taken()
    {
        var generator = new TextGenerator(new Grammar(GrammarParser.Parse(["[text]", "*9 1", "2"])), 5);

        Assert.InRange(Enumerable.Range(0, 1_000).Count(_ => generator.Next().Text == "1"), 850, 950);
    }

    [Theory]
    [InlineData("there is no section", "x")]
    [InlineData("no such rule", "[text]", "<nowhere>")]
    [InlineData("a span without an end", "[text]", "{P x")]
    [InlineData("a choice without an end", "[text]", "(a|b")]
    [InlineData("an end without a beginning", "[text]", "a} b {P x")]
    [InlineData("no such kind", "[text]", "{XYZ x}")]
    [InlineData("a rule twice", "[text]", "a", "[text]", "b")]
    [InlineData("an empty rule", "[text]")]
    [InlineData("new words of no list", "[text]", "<~other>", "[other]", "a b")]
    public void A_grammar_with_a_fault_is_refused(string fault, params string[] lines)
    {
        Assert.NotEmpty(fault);
        Assert.Throws<FormatException>(() => GrammarParser.Parse(lines));
    }

    [Fact]
    public void Rules_that_never_end_are_stopped() =>
        Assert.Throws<InvalidOperationException>(() => Generate("[text]", "a<text>"));

    [Fact]
    public void New_words_are_made_of_the_lists_letters()
    {
        var words = new NovelWords(["mariborek", "marinka", "borinka", "kamarek", "rebinka"]);
        var random = new Random(1);

        for (var i = 0; i < 500; i++) Assert.Matches("^[abeikmnor]{3,17}$", words.Next(random));
    }
}
