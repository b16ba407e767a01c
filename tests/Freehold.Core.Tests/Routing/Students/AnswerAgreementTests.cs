using Freehold.Core.Routing.Students;

namespace Freehold.Core.Tests.Routing.Students;

public class AnswerAgreementTests
{
    [Theory]
    [InlineData("refund", "refund", true)]
    [InlineData("refund", " \"Refund\".\n", true)]
    [InlineData("refund", "`refund`", true)]
    [InlineData("refund", "refunds", false)]
    [InlineData("refund", "", false)]
    public void Classes_are_the_same_whatever_is_written_around_them(string student, string teacher, bool same) =>
        Assert.Equal(same, AnswerAgreement.Holds(AgreementKind.Class, student, teacher));

    [Theory]
    [InlineData("""{"a":1,"b":"x"}""", """{ "b": "x", "a": 1 }""", true)]
    [InlineData("""{"a":1}""", "```json\n{\"a\": 1}\n```", true)]
    [InlineData("""{"a":1}""", """{"a":2}""", false)]
    [InlineData("""{"a":1}""", """{"a":1,"b":null}""", false)]
    [InlineData("""{"a":1}""", "no JSON", false)]
    [InlineData("""{"a":1}""", "``````", false)]
    [InlineData("""{"a":1}""", "```", false)]
    public void Json_is_the_same_where_its_value_is(string student, string teacher, bool same) =>
        Assert.Equal(same, AnswerAgreement.Holds(AgreementKind.Json, student, teacher));

    [Fact]
    public void Json_of_any_depth_is_compared_or_is_not_the_same() =>
        Assert.False(AnswerAgreement.Holds(AgreementKind.Json, new string('[', 100_000), new string('[', 100_000)));

    [Theory]
    [InlineData("the order was sent", "The order was sent.", true)]
    [InlineData("the order was sent today", "the order comes on Monday", false)]
    [InlineData("", "", true)]
    [InlineData("", "something", false)]
    public void Texts_agree_where_they_share_most_of_their_words(string student, string teacher, bool same) =>
        Assert.Equal(same, AnswerAgreement.Holds(AgreementKind.Text, student, teacher));

    [Fact]
    public void A_word_that_is_repeated_counts_as_often_as_the_other_has_it() => Assert.Equal(0.5, AnswerAgreement.TokenF1("a a a", "a"), 12);
}
