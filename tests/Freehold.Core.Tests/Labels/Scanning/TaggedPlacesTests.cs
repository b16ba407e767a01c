using Freehold.Core.Labels;
using Freehold.Core.Labels.Terms;

namespace Freehold.Core.Tests.Labels.Scanning;

public class TaggedPlacesTests
{
    [Fact]
    public void A_number_behind_a_tagged_city_is_its_postcode() =>
        Assert.Equal(["city:asker", "zip_code:1386"], Tagged("we moved to asker, 1386 it was", ("asker", SensitiveKind.City)));

    [Fact]
    public void A_year_behind_a_tagged_city_stays_a_year() =>
        Assert.Equal(["city:london", "date_time:2012"], Tagged("it was london 2012 again", ("london", SensitiveKind.City)));

    [Fact]
    public void An_address_without_a_house_number_that_ends_in_a_postcode_is_a_place() =>
        Assert.Equal(
            ["city:Quinta de Tiago", "zip_code:3610-114"],
            Tagged("lives in Quinta de Tiago 3610-114 still", ("Quinta de Tiago 3610-114", SensitiveKind.StreetAddress)));

    private static string[] Tagged(string text, params (string Text, SensitiveKind Kind)[] places)
    {
        var spans = new List<SensitiveSpan>();
        new TextAnalyzer(new Places(places)).Analyze(text, TermSet.Empty, spans);
        return [.. spans.Select(span => $"{span.Kind.Name()}:{text.Substring(span.Start, span.Length)}")];
    }

    private sealed class Places((string Text, SensitiveKind Kind)[] places) : ISpanTagger
    {
        public void Tag(ReadOnlySpan<char> text, List<SensitiveSpan> spans)
        {
            foreach (var (place, kind) in places)
                spans.Add(new SensitiveSpan(text.IndexOf(place, StringComparison.Ordinal), place.Length, kind));
        }
    }
}
