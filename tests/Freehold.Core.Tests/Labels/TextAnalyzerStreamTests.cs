using System.Text;
using Freehold.Core.Labels;
using Freehold.Core.Labels.Terms;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Core.Tests.Labels;

public class TextAnalyzerStreamTests
{
    private static readonly TermSet Terms = TermSet.Create(["Projekt Käse"]);

    // Longer than a segment: every way to cut is taken.
    private static readonly string Text = string.Concat(Enumerable.Range(0, 12).Select(i =>
        $"Über “{i}”: please charge 4111 1111 1111 1111 or 4111\u200B111111111111 for Projekt Käse. Write to jürgen{i}@exämple.de\n" +
        $"IBAN GB82 WEST 1234 5698 7654 32 \U0001D7D2\U0001D7CF11-1111-1111-1111 {new string('x', 300 * (i % 3))} done.\n\n"));

    [Fact]
    public void Bytes_in_parts_give_the_spans_of_the_whole() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), InParts).QuickCheckThrowOnFailure();

    private static bool InParts(int seed)
    {
        var bytes = Encoding.UTF8.GetBytes(Text);
        var random = new Random(seed);
        var stream = Found.Analyzer.Open(Terms);
        var spans = new List<SensitiveSpan>();
        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min(bytes.Length - at, random.Next(random.Next(2) == 0 ? 4 : 900));
            stream.Append(bytes.AsSpan(at, length), spans);
            at += length;
        }

        stream.Complete(spans);
        return stream.SettledChars == Text.Length && spans.SequenceEqual(Found.Spans(Text, Terms));
    }

    [Fact]
    public void What_is_settled_holds_back_no_more_than_its_bound_and_later_spans_begin_after_it()
    {
        var stream = Found.Analyzer.Open(Terms);
        var spans = new List<SensitiveSpan>();
        for (var i = 0; i < Text.Length; i++)
        {
            var (settled, known) = (stream.SettledChars, spans.Count);
            stream.Append(Text.AsSpan(i, 1), spans);
            Assert.True(i + 1 - stream.SettledChars <= TextAnalyzerStream.MostHeldBackChars);
            Assert.All(spans.Skip(known), span => Assert.True(span.Start >= settled && span.End <= stream.SettledChars));
        }
    }

    [Fact]
    public void The_text_has_something_of_every_sort_to_find() =>
        Assert.Equal(
            [SensitiveKind.CreditCard, SensitiveKind.EmailAddress, SensitiveKind.IbanCode, SensitiveKind.Term],
            Found.Spans(Text, Terms).Select(span => span.Kind).Distinct().Intersect(
                [SensitiveKind.CreditCard, SensitiveKind.EmailAddress, SensitiveKind.IbanCode, SensitiveKind.Term]).Order());

    [Fact]
    public void A_completed_stream_takes_no_more()
    {
        var stream = Found.Analyzer.Open(TermSet.Empty);
        stream.Complete([]);
        Assert.Throws<InvalidOperationException>(() => stream.Append("x", []));
    }
}
