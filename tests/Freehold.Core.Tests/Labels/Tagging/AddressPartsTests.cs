using Freehold.Core.Labels;
using Freehold.Core.Labels.Tagging;

namespace Freehold.Core.Tests.Labels.Tagging;

public sealed class AddressPartsTests
{
    private const string Text = "12 Elm Road, Flat 3, Oslo";

    private static readonly SensitiveSpan Rule = new(0, 19, SensitiveKind.StreetAddress), Street = new(0, 11, SensitiveKind.StreetAddress),
        Flat = new(13, 6, SensitiveKind.StreetAddress), Town = new(21, 4, SensitiveKind.City);

    private static List<SensitiveSpan> Prefer(params SensitiveSpan[] tagged)
    {
        List<SensitiveSpan> spans = [Rule, .. tagged];
        AddressParts.Prefer(Text, spans, 1);
        return spans;
    }

    [Fact]
    public void Parts_that_cover_the_whole_are_kept_in_its_place() => Assert.Equal([Street, Flat, Town], Prefer(Street, Flat, Town));

    [Fact]
    public void Parts_that_leave_a_word_uncovered_do_not_replace_the_whole()
    {
        Assert.Equal([Rule, Street, Town], Prefer(Street, Town));
        Assert.Equal([Rule, Flat], Prefer(Flat));
        Assert.Equal([Rule], Prefer());
    }

    [Fact]
    public void A_name_over_an_address_does_not_replace_it() =>
        Assert.Contains(Rule, Prefer(Street with { Kind = SensitiveKind.Person }, Flat));
}
