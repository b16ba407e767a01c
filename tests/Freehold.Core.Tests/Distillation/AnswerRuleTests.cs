using Freehold.Core.Distillation;
using Freehold.Core.Policies;

namespace Freehold.Core.Tests.Distillation;

public class AnswerRuleTests
{
    [Fact]
    public void A_policy_that_demands_nothing_says_nothing() => Assert.Null(new AnswerRule(new DistillPolicy()).Verdict("anything"));

    [Theory]
    [InlineData("refund", true)]
    [InlineData(" Refund\n", true)]
    [InlineData("none", true)]
    [InlineData("\"Parcel\".", true)]
    [InlineData("refunds", false)]
    [InlineData("", false)]
    public void A_class_is_one_of_the_closed_set(string answer, bool expected) => Assert.Equal(
        expected, new AnswerRule(new DistillPolicy { Classes = ["refund", "parcel"], OutOfScope = "none" }).Verdict(answer));

    [Theory]
    [InlineData("{\"name\": \"Ada\"}", true)]
    [InlineData("[1]", false)]
    [InlineData("{\"name\": ", false)]
    [InlineData("Ada", false)]
    public void An_extraction_is_an_object(string answer, bool expected) =>
        Assert.Equal(expected, new AnswerRule(new DistillPolicy { Task = DistillTask.Extraction }).Verdict(answer));

    [Theory]
    [InlineData("A-12", true)]
    [InlineData("A-12 and more", false)]
    [InlineData("B-12", false)]
    public void A_pattern_matches_the_whole_answer(string answer, bool expected) =>
        Assert.Equal(expected, new AnswerRule(new DistillPolicy { Task = DistillTask.Text, Pattern = "A-[0-9]+|C" }).Verdict(answer));

    [Fact]
    public void A_pattern_made_to_explode_does_not()
    {
        var rule = new AnswerRule(new DistillPolicy { Task = DistillTask.Text, Pattern = "(a+)+b" });
        Assert.False(rule.Verdict(new string('a', 60_000)));
    }
}
