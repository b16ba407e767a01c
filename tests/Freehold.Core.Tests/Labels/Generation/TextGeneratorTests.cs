using Freehold.Core.Labels;
using Freehold.Core.Labels.Generation;

namespace Freehold.Core.Tests.Labels.Generation;

public sealed class TextGeneratorTests
{
    private const int Texts = 2_000;

    private static List<LabelledText> Generate(int seed, int count)
    {
        var generator = TextGenerator.Create(seed);
        return Enumerable.Range(0, count).Select(_ => generator.Next()).ToList();
    }

    [Fact]
    public void Spans_lie_within_their_text_in_order_and_apart()
    {
        foreach (var text in Generate(1, Texts))
        {
            var end = 0;
            foreach (var span in text.Spans)
            {
                Assert.True(span.Start >= end && span.Length > 0 && span.Start + span.Length <= text.Text.Length, text.Text);
                end = span.Start + span.Length;
            }
        }
    }

    [Fact]
    public void Spans_begin_and_end_at_signs_that_are_seen()
    {
        foreach (var text in Generate(2, Texts))
        {
            foreach (var span in text.Spans)
            {
                var value = text.Text.Substring(span.Start, span.Length);
                Assert.Equal(value.Trim(), value);
            }
        }
    }

    [Fact]
    public void A_seed_gives_the_same_texts_and_another_gives_others()
    {
        var first = Generate(3, 200).Select(text => text.Text).ToList();

        Assert.Equal(first, Generate(3, 200).Select(text => text.Text));
        Assert.NotEqual(first, Generate(4, 200).Select(text => text.Text));
    }

    [Fact]
    public void Every_kind_that_sets_mark_is_generated_and_so_is_text_without_any()
    {
        var texts = Generate(5, Texts);

        var kinds = texts.SelectMany(text => text.Spans).Select(span => span.Kind).Distinct().Order();
        Assert.Equal(Enumerable.Range((int)SensitiveKind.Person, 17).Select(kind => (SensitiveKind)kind), kinds);
        Assert.Contains(texts, text => text.Spans.Count == 0);
    }

    [Fact]
    public void Texts_seldom_repeat()
    {
        var texts = Generate(6, Texts).Select(text => text.Text).ToList();

        Assert.True(texts.Distinct(StringComparer.Ordinal).Count() > 0.97 * Texts);
    }

    [Fact]
    public void Card_numbers_and_ibans_pass_their_checks()
    {
        var random = new Random(7);
        for (var i = 0; i < 500; i++)
        {
            var card = FormattedValues.Find("card")!(random).Where(char.IsDigit).Select(digit => digit - '0').Reverse().ToList();
            Assert.Equal(0, card.Select((digit, at) => at % 2 == 0 ? digit : (digit * 2 / 10) + (digit * 2 % 10)).Sum() % 10);

            var iban = string.Concat(FormattedValues.Find("iban")!(random).Where(char.IsLetterOrDigit));
            var digits = string.Concat((iban[4..] + iban[..4]).Select(sign => char.IsDigit(sign) ? $"{sign}" : $"{sign - 'A' + 10}"));
            Assert.Equal(1, (int)(System.Numerics.BigInteger.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) % 97));
        }
    }
}
