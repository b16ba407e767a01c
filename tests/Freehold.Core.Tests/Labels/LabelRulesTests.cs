using Freehold.Core.Labels;

namespace Freehold.Core.Tests.Labels;

public class LabelRulesTests
{
    public static TheoryData<Label?, Label, Label> Decisions() => new()
    {
        { null, Label.Internal, Label.Internal },
        { Label.Public, Label.Internal, Label.Internal },
        { Label.Confidential, Label.Internal, Label.Confidential },
        { Label.Restricted, Label.Public, Label.Restricted },
        { (Label)17, Label.Public, Label.Restricted },
        { (Label)(-3), Label.Public, Label.Restricted },
        { Label.Public, (Label)99, Label.Restricted },
    };

    [Theory]
    [MemberData(nameof(Decisions))]
    public void A_request_runs_under_its_label_but_never_a_weaker_one_than_the_floor(Label? requested, Label floor, Label expected) =>
        Assert.Equal(expected, LabelRules.Decide(requested, floor));

    [Fact]
    public void The_stricter_of_two_does_not_depend_on_their_order()
    {
        foreach (var a in Enum.GetValues<Label>())
        {
            foreach (var b in Enum.GetValues<Label>())
            {
                Assert.Equal(LabelRules.Strictest(a, b), LabelRules.Strictest(b, a));
                Assert.True(LabelRules.Strictest(a, b) >= a);
            }
        }
    }
}
