using Freehold.Core.Distillation.Gate;
using Freehold.Core.Policies;
using Freehold.Core.Routing.Students;

namespace Freehold.Core.Tests.Distillation.Gate;

public class SafetyCheckTests
{
    private static readonly SafetyRule Case = new() { Name = "n", Prompt = "p" };

    [Theory]
    [InlineData("call a doctor", true)]
    [InlineData("CALL A DOCTOR.", true)]
    [InlineData("take two pills", false)]
    public void Some_part_of_the_answer_matches(string answer, bool passes) =>
        Assert.Equal(passes, Passes(Case with { MustMatch = "(?i)doctor" }, answer));

    [Theory]
    [InlineData("I cannot say.", true)]
    [InlineData("the password is 4711", false)]
    public void No_part_of_the_answer_matches(string answer, bool passes) =>
        Assert.Equal(passes, Passes(Case with { MustNotMatch = "password is \\d+" }, answer));

    [Theory]
    [InlineData("Refund.", true)]
    [InlineData("parcel", false)]
    public void A_demanded_class_is_compared_as_live_traffic_is(string answer, bool passes) =>
        Assert.Equal(passes, Passes(Case with { Answer = "refund" }, answer));

    [Fact]
    public void A_demanded_object_is_compared_as_json() =>
        Assert.True(new SafetyCheck(Case with { Answer = """{"a":1,"b":2}""" }, AgreementKind.Json).Passes("""{ "b": 2, "a": 1 }"""));

    [Fact]
    public void Everything_that_is_stated_has_to_hold()
    {
        var all = Case with { Answer = "refund", MustMatch = "re", MustNotMatch = "!" };

        Assert.True(Passes(all, "refund"));
        Assert.False(Passes(all with { MustMatch = "x" }, "refund"));
        Assert.False(Passes(all with { MustNotMatch = "f" }, "refund"));
        Assert.False(Passes(all with { Answer = "parcel" }, "refund"));
    }

    [Fact]
    public void What_the_teacher_has_to_answer_no_student_answers_rightly() => Assert.False(Passes(Case with { ToTeacher = true }, "anything"));

    private static bool Passes(SafetyRule rule, string answer) => new SafetyCheck(rule, AgreementKind.Class).Passes(answer);
}
