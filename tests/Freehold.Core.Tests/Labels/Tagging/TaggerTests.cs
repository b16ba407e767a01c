using Freehold.Core.Labels;
using Freehold.Core.Labels.Generation;
using Freehold.Core.Labels.Tagging;

namespace Freehold.Core.Tests.Labels.Tagging;

public sealed class TaggerTests
{
    private static readonly SequenceTagger Small = new(TaggerFile.Read(TaggerTraining.Train(7, 800)), Lexicon.Shared);

    private static List<(string Text, SensitiveKind Kind)> Tag(SequenceTagger tagger, string text)
    {
        var spans = new List<SensitiveSpan>();
        tagger.Tag(text, spans);
        return spans.ConvertAll(span => (text.Substring(span.Start, span.Length), span.Kind));
    }

    [Fact]
    public void Training_on_a_small_corpus_learns()
    {
        var found = Tag(Small, "Please call Hannah Lindqvist at once.");

        Assert.Contains(("Hannah Lindqvist", SensitiveKind.Person), found);
    }

    [Fact]
    public void The_same_seed_gives_the_same_file_and_another_gives_another()
    {
        var first = TaggerTraining.Train(3, 80);

        Assert.Equal(first, TaggerTraining.Train(3, 80));
        Assert.NotEqual(first, TaggerTraining.Train(4, 80));
    }

    [Theory]
    [InlineData("My colleague Hannah Lindqvist works for Siemens.", "Hannah Lindqvist", SensitiveKind.Person)]
    [InlineData("my name is patricia oyelaran and i lost my card", "patricia oyelaran", SensitiveKind.Person)]
    [InlineData("We flew to Reykjavik last week.", "Reykjavik", SensitiveKind.City)]
    [InlineData("He works as an engineer at Vesterholt Analytics Ltd.", "Vesterholt Analytics Ltd", SensitiveKind.Organization)]
    [InlineData("Mrs. Okonjo called.", "Mrs.", SensitiveKind.Title)]
    [InlineData("She is Norwegian.", "Norwegian", SensitiveKind.Nationality)]
    [InlineData("I live at 14 Rosewood Terrace, is that far?", "14 Rosewood Terrace", SensitiveKind.StreetAddress)]
    public void The_shipped_tagger_finds(string text, string span, SensitiveKind kind) =>
        Assert.Contains(
            Tag(SequenceTagger.Shipped, text),
            found => found.Text.StartsWith(span, StringComparison.Ordinal) && found.Kind == kind);

    [Theory]
    [InlineData("Please restart the server and check the log for errors before the next release.")]
    [InlineData("What are the opening hours of the library?")]
    [InlineData("")]
    [InlineData("   \n\n \t ")]
    [InlineData("?!... --- ()")]
    public void The_shipped_tagger_finds_nothing_in(string text) => Assert.Empty(Tag(SequenceTagger.Shipped, text));

    [Fact]
    public void Spans_lie_within_the_text_in_order_and_apart()
    {
        var generator = TextGenerator.Create(11);
        var spans = new List<SensitiveSpan>();
        for (var i = 0; i < 500; i++)
        {
            var text = generator.Next().Text;
            spans.Clear();
            SequenceTagger.Shipped.Tag(text, spans);
            var end = 0;
            foreach (var span in spans)
            {
                Assert.True(span.Start >= end && span.Length > 0 && span.End <= text.Length, text);
                end = span.End;
            }
        }
    }

    [Fact]
    public void A_text_longer_than_a_round_is_tagged_to_its_end()
    {
        var text = string.Concat(Enumerable.Repeat("word, ", TaggerScratch.MostTokens)) + "\nMy name is Hannah Lindqvist.";

        Assert.Contains(("Hannah Lindqvist", SensitiveKind.Person), Tag(SequenceTagger.Shipped, text));
    }

    [Fact]
    public void Odd_signs_do_no_harm()
    {
        var random = new Random(12);
        var spans = new List<SensitiveSpan>();
        for (var i = 0; i < 300; i++)
        {
            var most = random.Next(2) == 0 ? 0x180 : 0x10000;
            var text = new string([.. Enumerable.Range(0, random.Next(200)).Select(_ => (char)random.Next(most))]);
            spans.Clear();
            SequenceTagger.Shipped.Tag(text, spans);
            Assert.All(spans, span => Assert.InRange(span.End, 1, text.Length));
        }
    }
}
