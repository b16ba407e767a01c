using Freehold.Core.Labels;
using Freehold.Core.Policies;
using Freehold.Core.Routing;
using Freehold.Core.Routing.Students;

namespace Freehold.Core.Tests.Routing.Students;

public class StudentRulesTests
{
    private static readonly RoutableStudent Specialist = new("student/triage", "triage", "v1", true, 0.25);

    private static readonly StudentQuery Fits = new(new RouteQuery("auto", null, false), "triage", StudentForm.Text, 0, "id");

    [Theory]
    [InlineData(0.6, StudentArm.Student, 0.6)]
    [InlineData(0.4, StudentArm.Control, 0.6)]
    public void What_is_only_shown_is_in_the_arm_of_most_requests(double share, StudentArm arm, double probability) =>
        Assert.Equal(new StudentDraw(arm, probability), Draw(Specialist with { LeadsShare = share }, Fits with { Key = null }));

    [Fact]
    public void Either_arm_is_told_with_the_probability_of_its_draw()
    {
        var drawn = Enumerable.Range(0, 100).Select(i => Draw(Specialist, Fits with { Key = $"id{i}" })!.Value).Distinct();

        Assert.Equal(
            [new StudentDraw(StudentArm.Control, 0.75), new StudentDraw(StudentArm.Student, 0.25)], drawn.OrderBy(draw => draw.Arm));
    }

    [Fact]
    public void A_shadow_never_leads() =>
        Assert.Equal(new StudentDraw(StudentArm.Shadow, 1), Draw(Specialist with { LeadsShare = null }, Fits));

    [Fact]
    public void A_student_with_all_requests_leads_every_one() =>
        Assert.Equal(new StudentDraw(StudentArm.Student, 1), Draw(Specialist with { LeadsShare = 1 }, Fits));

    [Fact]
    public void A_share_of_none_leaves_all_to_the_control() =>
        Assert.Equal(new StudentDraw(StudentArm.Control, 1), Draw(Specialist with { LeadsShare = 0 }, Fits));

    public static TheoryData<string, StudentQuery> NotServed() => new()
    {
        { "a named model", Fits with { Route = Fits.Route with { Model = "gpt" } } },
        { "tools", Fits with { Route = Fits.Route with { NeedsProvider = true } } },
        { "an adapter of the client", Fits with { Route = Fits.Route with { NeedsLocal = true } } },
        { "embeddings", Fits with { Route = Fits.Route with { Embeds = true } } },
        { "another workload", Fits with { Workload = "summary" } },
        { "no workload", Fits with { Workload = null } },
        { "no form that a student has", Fits with { Form = StudentForm.None } },
        { "JSON of a classifier", Fits with { Form = StudentForm.Json } },
        { "a later turn", Fits with { Turn = 1 } },
    };

    [Theory]
    [MemberData(nameof(NotServed))]
    public void A_request_that_a_specialist_cannot_serve_has_nothing_to_do_with_it(string what, StudentQuery query)
    {
        Assert.True(Draw(Specialist, query) is null, what);
        Assert.True(Draw(Specialist with { LeadsShare = null }, query) is null, what);
    }

    [Fact]
    public void A_specialist_that_extracts_serves_requests_for_json() =>
        Assert.NotNull(Draw(Specialist, Fits with { Form = StudentForm.Json }, Policy() with { Distill = new DistillPolicy { Enabled = true, Task = DistillTask.Extraction } }));

    [Fact]
    public void A_policy_without_a_student_has_none() =>
        Assert.Null(Draw(Specialist, Fits, Policy() with { Distill = DistillPolicy.None }));

    [Fact]
    public void A_label_that_may_not_stay_on_the_device_forbids_the_student() =>
        Assert.Null(Draw(Specialist, Fits, Policy("zones: {public: [onprem], internal: [onprem], confidential: [onprem], restricted: [onprem]}")));

    [Theory]
    [InlineData(Label.Public)]
    [InlineData(Label.Internal)]
    [InlineData(Label.Confidential)]
    [InlineData(Label.Restricted)]
    public void A_student_answers_under_every_label_that_allows_the_device(Label label) =>
        Assert.NotNull(StudentRules.Draw(Specialist, Fits, Policy(), Plan(label)));

    [Fact]
    public void Where_nobody_may_answer_the_student_does_not_either() =>
        Assert.Null(StudentRules.Draw(
            Specialist, Fits, Policy(), new RoutePlan([], [], Label.Restricted, PlanRefusal.LabelForbidsZone, "refused")));

    [Theory]
    [InlineData("student/triage", StudentArm.Student)]
    [InlineData("gpt", StudentArm.Control)]
    public void A_conversation_stays_in_the_arm_of_who_holds_it(string holder, StudentArm arm)
    {
        var later = Fits with { Turn = 2, Route = Fits.Route with { HeldBy = holder, HeldTokens = 10 } };

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(new StudentDraw(arm, 1), Draw(Specialist with { IsSpecialist = false }, later with { Key = $"id{i}" }));
        }
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.25)]
    [InlineData(0.5)]
    public void Of_many_requests_the_student_leads_its_share(double share)
    {
        const int Requests = 20_000;
        var student = Specialist with { LeadsShare = share };
        var led = Enumerable.Range(0, Requests).Count(i =>
            Draw(student, Fits with { Key = $"chatcmpl-{i}" })!.Value.Arm == StudentArm.Student);

        var deviation = Math.Sqrt(share * (1 - share) / Requests);
        Assert.InRange(led / (double)Requests, share - (4 * deviation), share + (4 * deviation));
    }

    private static StudentDraw? Draw(in RoutableStudent student, in StudentQuery query, WorkloadPolicy? policy = null) =>
        StudentRules.Draw(student, query, policy ?? Policy(), Plan(Label.Internal));

    private static WorkloadPolicy Policy(string document = RoutingPolicyDocument.DefaultText) =>
        RoutingPolicyDocument.Parse(document).Tenant with { Distill = new DistillPolicy { Enabled = true } };

    private static RoutePlan Plan(Label label) => new([], [], label, PlanRefusal.None, "auto");
}
