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

    public static TheoryData<double?, double> Shares() => new()
    {
        { null, 0.2 }, { 0.01, 0.2 }, { 0.25, 0.2 }, { 0.5, 0.2 }, { 0.8, 0.2 }, { null, 0 },
    };

    [Theory]
    [MemberData(nameof(Shares))]
    public void Beside_a_promoted_student_a_newer_one_takes_its_shares_and_the_promoted_one_has_the_rest(double? leads, double control)
    {
        const int Requests = 20_000;
        var promoted = Specialist with { LeadsShare = 0.98 };
        var challenger = Specialist with { Version = "v2", LeadsShare = leads, ControlShare = control };
        var draws = Enumerable.Range(0, Requests)
            .Select(i => StudentRules.Draw(promoted, challenger, Fits with { Key = $"chatcmpl-{i}" }, Policy(), Plan(Label.Internal))!.Value)
            .ToArray();

        var rest = Math.Max(0, 1 - (leads ?? 0) - control);
        Expect(new(StudentArm.Student, 0, true), leads ?? 0);
        Expect(new(leads is null ? StudentArm.Shadow : StudentArm.Control, 0, true), control);
        Expect(new(StudentArm.Student, 0), rest * 0.98);
        Expect(new(StudentArm.Control, 0), rest * 0.02);

        void Expect(StudentDraw arm, double share)
        {
            var drawn = draws.Where(draw => draw with { Probability = 0 } == arm).ToArray();
            var deviation = Math.Sqrt(share * (1 - share) / Requests);
            Assert.InRange(drawn.Length / (double)Requests, share - (4 * deviation), share + (4 * deviation));
            Assert.All(drawn, draw => Assert.Equal(share, draw.Probability, 9));
        }
    }

    [Fact]
    public void As_the_newer_ones_share_grows_no_request_goes_from_it_back_to_the_promoted_one()
    {
        var promoted = Specialist with { LeadsShare = 1 };
        foreach (var i in Enumerable.Range(0, 1_000))
        {
            var arms = ((double?[])[null, 0.01, 0.25, 0.5, 0.8]).Select(leads => StudentRules.Draw(
                promoted, Specialist with { Version = "v2", LeadsShare = leads, ControlShare = 0.2 }, Fits with { Key = $"id{i}" }, Policy(),
                Plan(Label.Internal))!.Value).Select(draw => !draw.IsChallenger ? 0 : draw.Arm == StudentArm.Student ? 2 : 1).ToArray();
            Assert.Equal(arms.Order(), arms);
        }
    }

    [Fact]
    public void A_request_that_the_newer_one_cannot_serve_is_the_promoted_ones()
    {
        var adapter = Specialist with { IsSpecialist = false, LeadsShare = 1 };
        var specialist = Specialist with { Version = "v2", LeadsShare = 0.8, ControlShare = 0.2 };

        Assert.Equal(
            new StudentDraw(StudentArm.Student, 1), StudentRules.Draw(adapter, specialist, Fits with { Turn = 1 }, Policy(), Plan(Label.Internal)));
    }

    [Fact]
    public void A_conversation_that_a_student_holds_is_the_promoted_ones()
    {
        var promoted = Specialist with { IsSpecialist = false, LeadsShare = 0.98 };
        var later = Fits with { Turn = 2, Route = Fits.Route with { HeldBy = "student/triage", HeldTokens = 10 } };

        Assert.Equal(
            new StudentDraw(StudentArm.Student, 1),
            StudentRules.Draw(promoted, promoted with { Version = "v2", LeadsShare = 0.5, ControlShare = 0.5 }, later, Policy(), Plan(Label.Internal)));
    }

    [Theory]
    [InlineData(0.8, true)]
    [InlineData(0.5, true)]
    [InlineData(0.25, false)]
    [InlineData(0.0, false)]
    public void What_is_only_shown_is_in_the_arm_of_most_requests_of_two_students_too(double leads, bool isChallenger)
    {
        var draw = StudentRules.Draw(
            Specialist with { LeadsShare = 1 }, Specialist with { Version = "v2", LeadsShare = leads, ControlShare = 0.2 },
            Fits with { Key = null }, Policy(), Plan(Label.Internal));

        Assert.Equal((StudentArm.Student, isChallenger), (draw!.Value.Arm, draw.Value.IsChallenger));
    }

    private static StudentDraw? Draw(in RoutableStudent student, in StudentQuery query, WorkloadPolicy? policy = null) =>
        StudentRules.Draw(student, query, policy ?? Policy(), Plan(Label.Internal));

    private static WorkloadPolicy Policy(string document = RoutingPolicyDocument.DefaultText) =>
        RoutingPolicyDocument.Parse(document).Tenant with { Distill = new DistillPolicy { Enabled = true } };

    private static RoutePlan Plan(Label label) => new([], [], label, PlanRefusal.None, "auto");
}
