using Freehold.Core.Labels;
using Freehold.Core.Labels.Tagging;
using Freehold.Core.Labels.Terms;

namespace Freehold.Core.Tests.Labels.Tagging;

public sealed class PlainProseTests
{
    private const string Paragraph =
        "The orchard behind the workshop had been neglected for years, and brambles were climbing over its broken walls. We pruned what we could, "
        + "burned the deadwood and spread compost underneath the youngest saplings. By autumn the branches were heavier than anybody expected. "
        + "wasps hovered around the windfalls, hedgehogs rustled through the leaves, and blackbirds quarrelled about the rowan berries. Pressing "
        + "the juice took three evenings; bottling it took longer. Nothing was wasted: peelings went to the goats, and the pomace became vinegar. "
        + "somebody asked whether pasteurising spoils the flavour, and nobody could answer convincingly.";

    private static readonly TextAnalyzer Analyzer = new();

    private static List<SensitiveSpan> Analyze(string text)
    {
        var spans = new List<SensitiveSpan>();
        Analyzer.Analyze(text, TermSet.Empty, spans);
        return spans;
    }

    [Theory]
    [InlineData("zebras paint quicksilver")]
    [InlineData("walruses hum lullabies")]
    [InlineData("HTTP 500 from upstream")]
    [InlineData("g. San Francisco")]
    [InlineData("Some museums are free on Sundays, e.g. San Francisco has three of them.")]
    [InlineData("The quick brown fox jumps over the lazy dog.")]
    [InlineData("badgers whistle underneath the scaffolding")]
    [InlineData("please refactor the deserializer and rerun the linter")]
    [InlineData("GET /health returned 503 from the gateway")]
    [InlineData("octopuses camouflage themselves within milliseconds")]
    [InlineData("jackets from wool are warmer than jackets from polyester")]
    [InlineData("Whisk the yolks until frothy, then fold in the meringue.")]
    [InlineData("ERROR: connection refused by backend")]
    public void No_person_is_found_in_plain_prose(string text) => Assert.DoesNotContain(Analyze(text), span => span.Kind == SensitiveKind.Person);

    [Fact]
    public void Of_a_paragraph_of_plain_prose_at_most_one_word_in_a_hundred_is_taken_for_something()
    {
        var taken = Analyze(Paragraph).Sum(span => Paragraph.Substring(span.Start, span.Length).Split(' ').Length);

        Assert.InRange(taken, 0, Paragraph.Split(' ').Length / 100);
    }

    [Theory]
    [InlineData("my name is patricia oyelaran and i lost my card", "patricia")]
    [InlineData("please ask mr okonjo to call back", "okonjo")]
    public void A_name_without_capitals_is_still_found(string text, string name) =>
        Assert.Contains(Analyze(text), span => span.Kind == SensitiveKind.Person && text.AsSpan(span.Start, span.Length).Contains(name, StringComparison.Ordinal));

    [Theory]
    [InlineData("rebuilding", true)]
    [InlineData("stopped", true)]
    [InlineData("countries", true)]
    [InlineData("oyelaran", false)]
    [InlineData("s", false)]
    public void Forms_of_common_words_are_known_as_such(string word, bool isForm) =>
        Assert.Equal(isForm, EnglishForms.IsFormOfCommon(word, Lexicon.Shared));
}
